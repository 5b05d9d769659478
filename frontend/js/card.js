// The text in the QR of a citizen's card, read as kernel/identity/rules/card.py reads it (one set of vectors tests
// both). It fills a form, it never proves anything; the text itself is neither kept nor sent.
const LONGEST = 1000;
const SEXES = { nam: "male", nữ: "female" };

const nfc = (text) => text.normalize("NFC").replace(/\s+/g, " ").trim();

// {problem: "" | "not_a_card" | "garbled", number, fullName, birthDate: "yyyy-mm-dd" | "", sex, address}
export function readCard(text) {
  const parts = text.slice(0, LONGEST).split("|").map(nfc);
  if (parts.length < 3 && !/^\s*\d{9,}[^\d].{8,}/.test(text)) return { problem: "not_a_card" };
  while (parts.length < 7) parts.push("");
  const count = text.split("|").length;
  const read = {
    number: parts[0].replace(/[\s.-]/g, ""),
    fullName: titled(parts[2]),
    birthDate: readDay(parts[3]),
    sex: SEXES[parts[4].toLowerCase()] || "",
    address: parts[5],
  };
  const isWhole = /^\d{12}$/.test(read.number) && read.birthDate && read.sex && /^\P{Nd}+$/u.test(read.fullName) && count >= 6 && count <= 11;
  return isWhole ? { problem: "", ...read } : { problem: "garbled" };
}

function titled(name) {
  if (name !== name.toUpperCase() || name === name.toLowerCase()) return name;
  return name.toLowerCase().replace(/(^|[^\p{L}])(\p{L})/gu, (_all, before, letter) => before + letter.toUpperCase());
}

function readDay(text) {
  const found = /^(\d{2})\/?(\d{2})\/?(\d{4})$/.exec(text);
  if (!found) return "";
  const day = Number(found[1]);
  const month = Number(found[2]);
  const year = Number(found[3]);
  const date = new Date(Date.UTC(year, month - 1, day));
  date.setUTCFullYear(year);
  const isDay = year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isDay ? `${found[3]}-${found[2]}-${found[1]}` : "";
}
