(function () {
  var root = document.documentElement, langs = ["en", "sv", "fi", "nb"];
  var links = document.querySelectorAll("a[hreflang]");
  var titles = JSON.parse(document.getElementById("titles").textContent);
  function fromHash() {
    var part = location.hash.slice(1).split("-")[0];
    return langs.indexOf(part) < 0 ? "" : part;
  }
  function fromReader() {
    var wanted = navigator.languages || [navigator.language || ""];
    for (var i = 0; i < wanted.length; i++) {
      var part = wanted[i].slice(0, 2).replace(/n[no]/, "nb");
      if (langs.indexOf(part) >= 0) { return part; }
    }
    return "";
  }
  function show(lang) {
    root.lang = lang;
    document.title = titles[lang];
    links.forEach(function (link) {
      if (link.hreflang === lang) { link.setAttribute("aria-current", "true"); }
      else { link.removeAttribute("aria-current"); }
    });
  }
  root.classList.add("js");
  show(fromHash() || fromReader() || root.lang);
  addEventListener("hashchange", function () {
    var lang = fromHash();
    if (lang) { show(lang); }
    var goal = document.getElementById(location.hash.slice(1));
    if (goal) { goal.scrollIntoView(); }
  });
  /* Spreadsheets here want semicolons and decimal commas. */
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a.csv");
    if (!link || root.lang === "en") { return; }
    var text = decodeURIComponent(link.href.slice(link.href.indexOf(",") + 1));
    var out = "", quoted = false, cell = "";
    function close() {
      out += /^-?\d+\.\d+(e[+-]?\d+)?$/.test(cell) ? cell.replace(".", ",") : cell;
      cell = "";
    }
    for (var i = 0; i < text.length; i++) {
      var c = text[i];
      if (c === '"') { quoted = !quoted; }
      if (!quoted && (c === "," || c === "\r" || c === "\n")) { close(); out += c === "," ? ";" : c; }
      else if (!quoted && c === ";") { cell += '";"'; }
      else { cell += c; }
    }
    close();
    var url = URL.createObjectURL(new Blob([out], { type: "text/csv;charset=utf-8" }));
    var copy = document.createElement("a");
    copy.href = url; copy.download = link.download; copy.click();
    setTimeout(function () { URL.revokeObjectURL(url); }, 1000);
    event.preventDefault();
  });
  addEventListener("beforeprint", function () {
    document.querySelectorAll("details.keep").forEach(function (d) { d.open = true; });
  });
})();
