(function () {
  var root = document.documentElement, pages = PAGES, entry = ENTRY, kept = "beltplan-language";
  function asked() {
    var part = location.hash.slice(1).split("-")[0];
    return pages[part] ? part : "";
  }
  function remembered() {
    try { return localStorage.getItem(kept) || ""; } catch (refused) { return ""; }
  }
  function fromReader() {
    var wanted = navigator.languages || [navigator.language || ""];
    for (var i = 0; i < wanted.length; i++) {
      var part = wanted[i].slice(0, 2).replace(/n[no]/, "nb");
      if (pages[part]) { return part; }
    }
    return "";
  }
  /* The page may have been sent alone: go to another only when that one has answered. */
  function go(lang) {
    if (!pages[lang] || lang === root.lang) { return; }
    var frame = document.createElement("iframe");
    frame.hidden = true;
    frame.title = lang;
    frame.src = pages[lang] + "#" + lang;
    addEventListener("message", function (event) {
      if (event.source === frame.contentWindow && event.data === kept + lang) {
        location.replace(pages[lang] + location.hash.replace(/^#(..)(?=-|$)/, "#" + lang));
      }
    });
    root.appendChild(frame);
  }
  if (parent !== window) {
    parent.postMessage(kept + root.lang, "*");
    return;
  }
  go(asked() || (entry && (remembered() || fromReader())));
  addEventListener("hashchange", function () { go(asked()); });
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a[hreflang]");
    if (!link) { return; }
    try { localStorage.setItem(kept, link.hreflang); } catch (refused) { /* not remembered */ }
    if (asked()) { link.hash = location.hash.replace(root.lang, link.hreflang); }
  });
})();
