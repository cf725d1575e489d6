import { html } from 'hono/html';
import { SCENE } from '../art/scene.ts';
import type { Page } from './layout.ts';

export function aboutPage(): Page {
  return {
    name: 'about',
    title: 'The workshop · WoodEx',
    description: 'Who makes your furniture, how it reaches you, and what to do when something is wrong.',
    path: '/about',
    content: html`
      <section class="narrow prose">
        <h1>The workshop</h1>
        <p class="lead">Twenty-six joiners, nine upholsterers and a dog, in a brick hall on the Spree.</p>
        <img src="/art/scenes/storage.svg" alt="A walnut sideboard under a print, with a lamp and a vase" width="${SCENE.width}" height="${SCENE.height}" decoding="async">
        <p>We began in 1987 with one table for one restaurant. We still make to order: your timber is chosen when you order, and one person sees a piece through from board to oil. All timber comes from forests within 800 kilometres, and every piece carries the name of who made it.</p>
        <h2 id="delivery">Delivery and returns</h2>
        <p>To the kerb for €49, free from €1,000; to the room of your choice for €129, unpacked and assembled, the packaging taken away. You have thirty days to change your mind, made to order or not. We fetch it.</p>
        <h2 id="care">Care and warranty</h2>
        <p>Every piece comes with its oil or its brush. Frames and joints have ten years’ warranty; after that we repair at cost, and covers, slats and pulls can be ordered for as long as we are here.</p>
        <h2 id="privacy">What we remember</h2>
        <p>If you say yes, we remember which pieces you look at and what is in your cart, so that whoever advises you knows what you have in mind. If you say no, nothing of it is stored or sent; cart, chat and orders work all the same. <button type="button" class="link" data-consent-again>Ask me again</button></p>
        <h2 id="contact">Contact</h2>
        <p>Write in the chat, to <a href="mailto:hello@woodex.example">hello@woodex.example</a>, or call <a href="tel:+493023125140">+49 30 23125 140</a>, Monday to Saturday from 10:00 to 18:00. For plans and larger orders <a href="/quote">request a quote</a>.</p>
      </section>`,
  };
}
