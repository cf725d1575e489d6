import { z } from 'zod';

/** An id that comes in. Upper-case digits are the same id; everything here, and every answer, has it in lower case. */
export const Id = z.uuid().toLowerCase();
