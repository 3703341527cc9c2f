// Finds names by the rules of the program (`src/model/fold.rs`): case, accents and punctuation don't matter.

import type { Atlas } from './atlas';
import type { Selection } from './state';

const SPELT_OUT: Record<string, string> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  ı: 'i',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ё: 'е',
  й: 'и',
  ў: 'у',
};

/** A name without case, accents and punctuation. */
export function fold(text: string): string {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '');
  return plain.replace(/[ßøłđðıæœþ]/g, (letter) => SPELT_OUT[letter]!).replace(/[^\p{L}\p{N}]/gu, '');
}

export interface Hit {
  selection: Selection;
  name: string;
  /** What distinguishes it from others with the same name. */
  about: string;
  /** The other name that matched, if the main name did not. */
  alias: string | undefined;
}

interface Entry {
  selection: Selection;
  name: string;
  about: string;
  names: string[];
  keys: string[];
  weight: number;
}

/** Finds places, regions and countries by their names. */
export class Index {
  private readonly entries: Entry[] = [];

  constructor(atlas: Atlas, degree: Uint32Array) {
    const { places, regions, countries } = atlas;
    const add = (selection: Selection, names: string[], about: string, weight: number) => {
      this.entries.push({ selection, name: names[0]!, about, names, keys: names.map(fold), weight });
    };
    for (let number = 1; number < countries.codes.length; number += 1) {
      const code = countries.codes[number]!;
      add({ level: 'country', key: code }, [countries.names[number]!, code], code, 1e6);
    }
    for (let number = 1; number < regions.codes.length; number += 1) {
      const code = regions.codes[number]!;
      add({ level: 'region', key: code }, [regions.names[number]!, code], code, 1e5);
    }
    places.ids.forEach((id, place) => {
      const others = places.others[place] === '' ? [] : places.others[place]!.split('\u001f');
      const area = regions.names[places.region[place]!] || countries.names[places.country[place]!]!;
      const code = countries.codes[places.country[place]!]!;
      const about = [area, code].filter((text) => text !== '').join(', ');
      // A place that is a region or country is already among the regions and countries.
      if (places.level[place]! >= 2)
        add({ level: 'place', key: id }, [places.names[place]!, ...others], about, degree[place]!);
    });
  }

  /**
   * The best hits: whole names first, then names that begin with the text, then names that contain it; each by weight.
   * O(names).
   */
  find(text: string, most: number, levels?: Selection['level'][]): Hit[] {
    const asked = fold(text);
    if (asked === '') return [];
    const found: { entry: Entry; rank: number; at: number }[] = [];
    for (const entry of this.entries) {
      if (levels && !levels.includes(entry.selection.level)) continue;
      let [rank, best] = [9, -1];
      entry.keys.forEach((key, at) => {
        const position = key.indexOf(asked);
        if (position < 0) return;
        const own = (key === asked ? 0 : position === 0 ? 2 : 4) + (at === 0 ? 0 : 1);
        if (own < rank) [rank, best] = [own, at];
      });
      if (best >= 0) found.push({ entry, rank, at: best });
    }
    found.sort((x, y) => x.rank - y.rank || y.entry.weight - x.entry.weight || (x.entry.name < y.entry.name ? -1 : 1));
    return found.slice(0, most).map(({ entry: { selection, name, about, names }, at }) => ({
      selection,
      name,
      about,
      alias: at > 0 && names[at] !== selection.key ? names[at] : undefined,
    }));
  }
}
