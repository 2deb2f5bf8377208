// Does the work of a form's challenge while its reader looks at the page. Who is faster sends the form without.
import { proof } from "/proof.js";

const { elements } = document.getElementById("sign-up-again");
proof().then((text) => (elements.proof.value = text));
