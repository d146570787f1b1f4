(function () {
  var root = document.documentElement;
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
})();
