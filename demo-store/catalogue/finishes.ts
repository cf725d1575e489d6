import type { Finish } from './product.ts';

const timber = (id: 'oak' | 'walnut' | 'ash' | 'smoked' | 'black', name: string, surcharge: number): Finish => ({
  id,
  name,
  surcharge,
  swatch: id,
  wood: id,
});

/** A timber finish, costing `surcharge` euros more than the product's base price. */
export const oak = (surcharge = 0) => timber('oak', 'Oiled oak', surcharge * 100);
export const walnut = (surcharge = 0) => timber('walnut', 'European walnut', surcharge * 100);
export const ash = (surcharge = 0) => timber('ash', 'Soaped ash', surcharge * 100);
export const smoked = (surcharge = 0) => timber('smoked', 'Smoked oak', surcharge * 100);
export const black = (surcharge = 0) => timber('black', 'Black-stained ash', surcharge * 100);

type Cover = 'oat' | 'cream' | 'sand' | 'sage' | 'slate' | 'rust' | 'forest' | 'ink' | 'blush' | 'cognac';

const COVERS: Record<Cover, string> = {
  oat: 'Oat bouclé',
  cream: 'Cream linen',
  sand: 'Sand linen',
  sage: 'Sage linen',
  slate: 'Slate wool',
  rust: 'Rust velvet',
  forest: 'Forest velvet',
  ink: 'Ink velvet',
  blush: 'Blush velvet',
  cognac: 'Cognac leather',
};

/** A cover, on the given timber. */
export const cover = (id: Cover, wood: 'oak' | 'walnut' | 'ash' | 'smoked', surcharge = 0): Finish => ({
  id,
  name: COVERS[id],
  surcharge: surcharge * 100,
  swatch: id,
  cloth: id,
  wood,
});

/** A cover on a frame of blackened steel. */
export const onSteel = (id: Cover, surcharge = 0): Finish => ({ ...cover(id, 'oak', surcharge), accent: 'steel' });
