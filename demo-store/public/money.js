const whole = new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR', maximumFractionDigits: 0 });
const exact = new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR' });

/**
 * Euro cents as the shop writes them.
 * @param {number} cents
 */
export const euros = cents => (cents % 100 === 0 ? whole : exact).format(cents / 100);
