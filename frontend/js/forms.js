// Every page. Nothing here is needed: without JavaScript all forms still work.
import { guardSubmits, warnUnsaved } from "./guard.js";
import { watchSession } from "./session.js";
import { watchUploads } from "./upload.js";

function focusErrors() {
  document.querySelector("[data-focus]")?.focus();
}

guardSubmits();
warnUnsaved();
watchUploads(focusErrors);
watchSession();
focusErrors();
