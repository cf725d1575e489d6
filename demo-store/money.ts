const whole = new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR', maximumFractionDigits: 0 });
const exact = new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR' });

/** Euro cents as the shop writes them: €2,890, or €48.50 where there are cents. */
export const euros = (cents: number) => (cents % 100 === 0 ? whole : exact).format(cents / 100);
