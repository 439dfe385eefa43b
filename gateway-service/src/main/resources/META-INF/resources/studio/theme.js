/** Light or dark: the system's choice until the toggle says otherwise. */
const dark = matchMedia("(prefers-color-scheme: dark)");

function current() {
  return document.documentElement.dataset.theme ?? (dark.matches ? "dark" : "light");
}

export function wireTheme(button) {
  const show = () => {
    const other = current() === "dark" ? "light" : "dark";
    button.textContent = current() === "dark" ? "☀" : "☾";
    button.title = `Switch to ${other}`;
    button.setAttribute("aria-label", button.title);
  };
  button.addEventListener("click", () => {
    const next = current() === "dark" ? "light" : "dark";
    document.documentElement.dataset.theme = next;
    try {
      localStorage.setItem("unstir.theme", next);
    } catch {
      // Then it lasts as long as the page.
    }
    show();
  });
  dark.addEventListener("change", show);
  show();
}
