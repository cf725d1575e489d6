import { html } from 'hono/html';
import { MAP } from '../art/map.ts';
import { SHOWROOMS } from '../catalogue/showrooms.ts';
import type { Page } from './layout.ts';

export function showroomsPage(): Page {
  return {
    name: 'showrooms',
    title: 'Showrooms in Berlin, Hamburg and Munich · WoodEx',
    description: 'Three places to sit on things: addresses, opening hours and how to get there.',
    path: '/showrooms',
    structured: {
      '@context': 'https://schema.org',
      '@graph': SHOWROOMS.map(({ name, street, postcode, phone }) => ({
        '@type': 'FurnitureStore',
        name,
        telephone: phone,
        address: {
          '@type': 'PostalAddress',
          streetAddress: street,
          postalCode: postcode.slice(0, 5),
          addressLocality: postcode.slice(6),
          addressCountry: 'DE',
        },
      })),
    },
    content: html`
      <header class="page-head">
        <h1>Showrooms</h1>
        <p class="lead">Furniture is a thing for hands and backs. Come and sit, open drawers, take fabric home.</p>
      </header>
      <div class="showrooms">
        ${SHOWROOMS.map(
          ({ id, name, street, postcode, phone, about, arrive, hours, city }) => html`
            <article class="showroom" id="${id}">
              <img src="/art/maps/${id}.svg" alt="Drawn map of the streets around the showroom in ${city}" width="${MAP.width}" height="${MAP.height}" decoding="async">
              <div>
                <h2>${name}</h2>
                <p>${about}</p>
                <address>${street}<br>${postcode}<br><a href="tel:${phone.replaceAll(' ', '')}">${phone}</a></address>
                <table>
                  <caption>Opening hours</caption>
                  <tbody>${hours.map(([days, time]) => html`<tr><th scope="row">${days}</th><td>${time}</td></tr>`)}</tbody>
                </table>
                <p class="quiet">${arrive}</p>
              </div>
            </article>`,
        )}
      </div>`,
  };
}
