/** Hides what notifications knows of entities that other subgraphs own: their id. */

/** A person or an event. */
export type Reference = { readonly id: string };
