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

  // Changes of a letter, a missing one, one too many, two exchanged, between two words.
  function slips(a, b) {
    let before = null, last = Array.from({ length: b.length + 1 }, (_, j) => j);
    for (let i = 1; i <= a.length; i += 1) {
      const now = [i];
      for (let j = 1; j <= b.length; j += 1) {
        const same = a[i - 1] === b[j - 1] ? 0 : 1;
        now[j] = Math.min(last[j] + 1, now[j - 1] + 1, last[j - 1] + same);
        if (before && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) { now[j] = Math.min(now[j], before[j - 2] + 1); }
      }
      before = last;
      last = now;
    }
    return last[b.length];
  }

  function alike(a, b, least) {
    const size = Math.max(a.length, b.length);
    if (!size || Math.abs(a.length - b.length) / size > 1 - least) { return 0; }
    return 1 - slips(a, b) / size;
  }

  all.search = function (index, rules, isDemo) {
    const { skeleton, stem } = spelling(rules);
    const { words, stems, worth } = index;
    const docs = [];
    index.names.forEach((names, row) => names.forEach((doc) => { if (doc.length) { docs.push(made(doc, row)); } }));
    const about = index.about.map((doc) => made(doc, -1));
    const rowsAbout = index.about.map(() => []);
    index.of.forEach((text, row) => rowsAbout[text].push(row));
    const said = new Map(rules.said);

    function made(doc, row) {
      const phrase = doc.map((place) => words[place]).join(" ");
      return { doc, row, phrase, letters: phrase.length - doc.length + 1 };
    }

    // How well each known word answers one word of the query, 0 to 1.
    function likeness(word) {
      const size = word.length, own = stem(word), root = Math.max(rules.root_min, Math.round(size * rules.root_share));
      return words.map((known, place) => {
        if (known === word) { return 1; }
        let value = 0;
        if (size >= rules.typo_min) {
          value = Math.max(alike(word, known, rules.typo), alike(word, known.slice(0, size), rules.typo) * rules.begun);
          if (value < rules.typo) { value = 0; }
        }
        if (stems[place] === own) { return Math.max(value, rules.stem); }
        if (known.startsWith(word)) { return Math.max(value, rules.begun + 0.08 * size / known.length); }
        if (size >= rules.root_min && known.slice(0, root) === word.slice(0, root)) { return Math.max(value, rules.root); }
        return value;
      });
    }

    function scorer(phrase) {
      const parts = phrase.split(" "), total = parts.join("").length, like = parts.map(likeness);
      return function (text) {
        let sum = 0;
        for (let no = 0; no < parts.length; no += 1) {
          let best = 0;
          for (const place of text.doc) { if (like[no][place] > best) { best = like[no][place]; } }
          sum += parts[no].length * best;
        }
        const score = 100 * sum / total * (0.92 + 0.08 * Math.min(total / text.letters, 1));
        if (text.phrase === phrase) { return 100; }
        return parts.length > 1 && ` ${text.phrase}`.includes(` ${phrase}`) ? Math.min(score + 3, 99) : score;
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

    // Rows that answer the words with how well they do, 0 to 101; their order is left to who asks.
    return function rank(query, names_only) {
      const best = new Map(), text = query.trim();
      const put = (row, score) => {
        const value = score * (isDemo[row] ? worth.demo : 1);
        if (value > (best.get(row) || 0)) { best.set(row, value); }
      };
      [[text, 1], [inRussian(text), worth.said]].forEach(([asked, value]) => {
        const phrase = asked ? skeleton(asked) : "";
        if (!phrase) { return; }
        const score = scorer(phrase);
        docs.forEach((doc) => { const found = score(doc); if (found >= worth.cutoff) { put(doc.row, found * value); } });
        if (names_only) { return; }
        about.forEach((doc, no) => {
          const found = score(doc);
          if (found >= worth.cutoff) { rowsAbout[no].forEach((row) => put(row, found * value * worth.about)); }
        });
      });
      return best;
    };
  };
}());
