/** What the page does beyond folding and filtering, which it does without. Not more than 60 lines: whoever gets a report can read it. */
export const script = `(() => {
  const page = document;
  const exchanges = page.querySelectorAll(".xch");
  const places = page.querySelectorAll("details");
  const actions = page.getElementById("acts");
  const action = (name, perform) => {
    const button = page.createElement("button");
    button.type = "button";
    button.textContent = name;
    button.onclick = perform;
    actions?.append(button);
  };
  action("Open all", () => {
    for (const one of places) if (one.matches(".xch,.run")) one.open = true;
  });
  action("Fold all", () => {
    for (const one of places) one.open = false;
  });
  action("Print", () => print());
  const jump = () => {
    const target = page.getElementById(location.hash.slice(1));
    if (!target) return;
    for (let one = target; one; one = one.parentElement) if (one.tagName === "DETAILS") one.open = true;
    target.scrollIntoView();
  };
  addEventListener("hashchange", jump);
  jump();
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...exchanges].filter((one) => !one.open);
    for (const one of folded) one.open = true;
  });
  addEventListener("afterprint", () => {
    for (const one of folded) one.open = false;
  });
})();`;
