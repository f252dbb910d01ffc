// Search in the catalogue of indicators by the rules of data/text.py: sounds instead of letters, endings, slips.
(function () {
  "use strict";

  const all = window.sitcenterCatalogue = window.sitcenterCatalogue || {};

  function swap(text, table) { return [...text].map((c) => (c in table ? table[c] : c)).join(""); }

  function spelling(rules) {
    const toCyrillic = Object.fromEntries(Object.entries(rules.alike).map(([cyrillic, latin]) => [latin, cyrillic]));
    const sounds = new RegExp(Object.keys(rules.sounds).sort((a, b) => b.length - a.length).join("|"), "g");
    const endings = [...rules.endings].sort((a, b) => b.length - a.length);

    // Look-alike letters of the other script repaired; formulas like PM2.5 count as Latin.
    function oneScript(word) {
      const cyrillic = (word.match(/[\u0400-\u04ff]/g) || []).length, roman = (word.match(/[a-z]/g) || []).length;
      const formula = /\d/.test(word) && [...word].every((c) => /\d/.test(c) || c in rules.alike || c.charCodeAt(0) < 128);
      if (cyrillic && (formula || (roman && roman >= cyrillic))) { return swap(word, rules.alike); }
      return cyrillic && roman ? swap(word, toCyrillic) : word;
    }

    function fold(text) {
      const clean = text.normalize("NFKC").toLowerCase().replace(/(?<=\d)[.,](?=\d)/g, "");
      return swap((clean.match(/[\p{L}\p{N}]+/gu) || []).map(oneScript).join(" "), rules.plain);
    }

    function sound(word) {
      const latin = swap(word, rules.latin).normalize("NFKD").replace(/\p{M}/gu, "");
      return latin.replace(sounds, (m) => rules.sounds[m]).replace(/(\p{L})\1+/gu, "$1");
    }

    const skeleton = (text) => fold(text).split(" ").map((word) => (word ? sound(word) : "")).filter(Boolean).join(" ");

    function stem(word) {
      for (let no = 0; no < 2; no += 1) {
        const ending = endings.find((e) => word.endsWith(e) && word.length - e.length >= rules.stem_min);
        if (ending === undefined || /\d/.test(word)) { return word; }
        word = word.slice(0, -ending.length);
      }
      return word;
    }
    return { skeleton, stem };
  }

  const KEPT = 200;
  const ROWS = [new Uint8Array(128), new Uint8Array(128), new Uint8Array(128)];

  // Changes of a letter, a missing one, one too many, two exchanged, between two words; more than `most` is not counted on.
  function slips(a, b, most) {
    let [before, last, now] = ROWS;
    for (let j = 0; j <= b.length; j += 1) { last[j] = j; }
    for (let i = 1; i <= a.length; i += 1) {
      const letter = a.charCodeAt(i - 1);
      let least = now[0] = i;
      for (let j = 1; j <= b.length; j += 1) {
        const other = b.charCodeAt(j - 1);
        let value = last[j - 1] + (letter === other ? 0 : 1);
        if (last[j] + 1 < value) { value = last[j] + 1; }
        if (now[j - 1] + 1 < value) { value = now[j - 1] + 1; }
        if (i > 1 && j > 1 && letter === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === other && before[j - 2] + 1 < value) { value = before[j - 2] + 1; }
        now[j] = value;
        if (value < least) { least = value; }
      }
      // Two exchanged letters lead on from the row before the last, hence one more.
      if (least > most + 1) { return most + 1; }
      [before, last, now] = [last, now, before];
    }
    return last[b.length];
  }

  // Letters of a word as bits: each slip changes one letter, so words that lack more of each other's are never compared.
  function letters(word) {
    let bits = 0;
    for (let no = 0; no < word.length; no += 1) { bits |= 1 << (word.charCodeAt(no) & 31); }
    return bits;
  }

  function count(bits) {
    let rest = bits - ((bits >>> 1) & 0x55555555);
    rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333);
    return (((rest + (rest >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
  }

  function alike(a, b, least, bitsA, bitsB) {
    const size = Math.max(a.length, b.length), most = Math.floor((1 - least) * size + 1e-9);
    if (!size || size > 127 || Math.abs(a.length - b.length) > most) { return 0; }
    if (count(bitsA & ~bitsB) > most || count(bitsB & ~bitsA) > most) { return 0; }
    const found = slips(a, b, most);
    return found > most ? 0 : 1 - found / size;
  }

  all.search = function (index, rules, isDemo) {
    const { skeleton, stem } = spelling(rules);
    const { words, stems, worth } = index;
    const bits = Int32Array.from(words, letters);
    const docs = [];
    index.names.forEach((names, row) => names.forEach((doc) => { if (doc.length) { docs.push(made(doc, row)); } }));
    const about = index.about.map((doc) => made(doc, -1));
    const rowsAbout = index.about.map(() => []);
    index.of.forEach((text, row) => rowsAbout[text].push(row));
    const said = new Map(rules.said);

    function made(doc, row) {
      const phrase = ` ${doc.map((place) => words[place]).join(" ")}`;
      return { doc: Uint16Array.from(doc), row, phrase, letters: phrase.length - doc.length };
    }

    // What a word answers is kept: the next key changes one word only. Many known words begin alike, too.
    const kept = new Map();
    function likeness(word) {
      if (kept.has(word)) { return kept.get(word); }
      if (kept.size > KEPT) { kept.clear(); }
      const found = answers(word);
      kept.set(word, found);
      return found;
    }

    // How well each known word answers one word of the query, 0 to 1.
    function answers(word) {
      const heads = new Map(), size = word.length, own = stem(word), root = Math.max(rules.root_min, Math.round(size * rules.root_share));
      const start = size >= rules.root_min ? word.slice(0, root) : null, asked = letters(word), found = new Float64Array(words.length);
      for (let place = 0; place < words.length; place += 1) {
        const known = words[place];
        if (known === word) { found[place] = 1; continue; }
        let value = 0;
        if (size >= rules.typo_min) {
          const head = known.slice(0, size);
          let begun = heads.get(head);
          if (begun === undefined) { heads.set(head, begun = alike(word, head, rules.typo, asked, letters(head))); }
          value = Math.max(known.length > size ? alike(word, known, rules.typo, asked, bits[place]) : begun, begun * rules.begun);
          if (value < rules.typo) { value = 0; }
        }
        if (stems[place] === own) { value = Math.max(value, rules.stem); }
        else if (known.startsWith(word)) { value = Math.max(value, rules.begun + 0.08 * size / known.length); }
        else if (start !== null && known.startsWith(start)) { value = Math.max(value, rules.root); }
        found[place] = value;
      }
      return found;
    }

    function scorer(phrase) {
      const parts = phrase.split(" "), total = parts.join("").length, like = parts.map(likeness), whole = ` ${phrase}`;
      return function (text) {
        const { doc } = text;
        let sum = 0;
        for (let no = 0; no < parts.length; no += 1) {
          const known = like[no];
          let best = 0;
          for (let place = 0; place < doc.length; place += 1) { if (known[doc[place]] > best) { best = known[doc[place]]; } }
          sum += parts[no].length * best;
        }
        if (!sum) { return 0; }
        const score = 100 * sum / total * (0.92 + 0.08 * Math.min(total / text.letters, 1));
        if (text.phrase === whole) { return 100; }
        return parts.length > 1 && score + 3 >= worth.cutoff && text.phrase.includes(whole) ? Math.min(score + 3, 99) : score;
      };
    }

    // The query with its known Kazakh words in Russian, the longest known phrase first; null when none is known.
    function inRussian(query) {
      const given = query.split(/\s+/).filter(Boolean);
      const stemmed = given.map((word) => { const parts = skeleton(word).split(" "); return parts.length === 1 ? stem(parts[0]) : ""; });
      const out = [];
      for (let place = 0; place < given.length;) {
        const size = [3, 2, 1].find((n) => place + n <= given.length && match(stemmed.slice(place, place + n)) !== undefined);
        out.push(size ? said.get(match(stemmed.slice(place, place + size))) : given[place]);
        place += size || 1;
      }
      return out.join(" ") === given.join(" ") ? null : out.join(" ");
    }

    function match(some) {
      const key = some.join(" ");
      if (said.has(key)) { return key; }
      if (some.length > 1 || !some[0]) { return undefined; }
      return [...said.keys()].filter((k) => !k.includes(" ") && k.length >= 4 && key.startsWith(k)).sort().pop();
    }

    // How well each row answers the words, 0 (not at all) to 101; their order is left to who asks.
    return function rank(query, names_only) {
      const best = new Float64Array(isDemo.length), text = query.trim();
      const put = (row, score) => {
        const value = score * (isDemo[row] ? worth.demo : 1);
        if (value > best[row]) { best[row] = value; }
      };
      [[text, 1], [inRussian(text), worth.said]].forEach(([asked, value]) => {
        const phrase = asked ? skeleton(asked) : "";
        if (!phrase) { return; }
        const score = scorer(phrase);
        for (const doc of docs) { const found = score(doc); if (found >= worth.cutoff) { put(doc.row, found * value); } }
        if (names_only) { return; }
        about.forEach((doc, no) => {
          const found = score(doc);
          if (found >= worth.cutoff) { for (const row of rowsAbout[no]) { put(row, found * value * worth.about); } }
        });
      });
      return best;
    };
  };
}());
