/**
 * @file What an address says: #PANEL, #STATE or #PANEL/STATE; ?language=…, "auto" for the browser's;
 * ?present for one panel a screen.
 */

import { KNOWN } from "./language.js";

/** The panel and the state that a fragment names; "" for none. */
export function parts(fragment, names) {
  const [name, state] = fragment.includes("/") ? fragment.split("/", 2) : ["", fragment];
  if (names.includes(name)) return { name, state };
  return names.includes(fragment) ? { name: fragment, state: "" } : { name: "", state: fragment };
}

/** The language that the address asks for, or else the page's own. */
export function language() {
  const asked = new URLSearchParams(location.search).get("language");
  const wanted = asked === "auto" ? navigator.languages.map((name) => name.slice(0, 2)) : [asked];
  return wanted.find((name) => KNOWN.includes(name)) ?? document.documentElement.lang;
}

/** Whether the address asks for one panel a screen. */
export function presents() {
  return new URLSearchParams(location.search).has("present");
}

/** Whether this page has an address that leads to it: one inside of another page's text has none. */
export const HAS_ADDRESS = globalThis.location?.protocol !== "about:";

/** The address of a panel in a state. */
export function addressOf(name, state, { spoken, own, presenting }) {
  const url = new URL(location.href);
  if (spoken === own) url.searchParams.delete("language");
  else url.searchParams.set("language", spoken);
  if (presenting) url.searchParams.set("present", "");
  else url.searchParams.delete("present");
  url.hash = `${name}/${state}`;
  return url.href;
}
