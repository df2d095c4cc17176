(() => {
  "use strict";
  const page = document, root = page.documentElement, up = root.dataset.up, hosted = /^https?:$/.test(location.protocol);
  let store = null;
  try { store = localStorage; store.getItem("zvirka"); } catch { store = null; }
  const kept = (key) => store && store.getItem("zvirka-" + key);
  const keep = (key, value) => { try { store && store.setItem("zvirka-" + key, value); } catch { /* full or forbidden: holds for this page */ } };
  const settle = (key, allowed) => { const value = kept(key); if (allowed.includes(value)) root.dataset[key] = value; };
  settle("theme", ["light", "dark"]);
  settle("size", ["0", "1", "2", "3"]);
  const find = (id) => page.getElementById(id);
  const on = (id, act) => { const button = find(id); if (button) { button.hidden = false; button.addEventListener("click", act); } };
  const say = (words) => { const place = find("told"); if (place) place.textContent = words; };
  const here = () => location.href;

  function citation() { return find("citation").textContent.trim().replace(/\s+/g, " ") + " " + here(); }
  function plain() {
    const answer = find("answer");
    const words = answer ? [...answer.childNodes].filter((n) => n.nodeName !== "SUP").map((n) => n.textContent).join("").trim().replace(/\s+/g, " ") + "\n\n" : "";
    return page.querySelector("h1").textContent.trim() + "\n\n" + words + citation();
  }
  async function copy(words) {
    try { await navigator.clipboard.writeText(words); say(root.dataset.copied); return; } catch { /* not allowed here, or not there */ }
    const box = find("byhand");
    box.hidden = false; box.value = words; box.focus(); box.select();
    let done = false;
    try { done = page.execCommand("copy"); } catch { done = false; }
    if (done) { box.hidden = true; say(root.dataset.copied); } else say(root.dataset.byhand);
  }
  async function share() {
    if (navigator.share) {
      try { await navigator.share({ title: page.title, url: here() }); return; } catch (error) { if (error.name === "AbortError") return; }
    }
    await copy(here());
  }
  function size(step) {
    const now = Math.min(3, Math.max(0, Number(root.dataset.size || 0) + step));
    root.dataset.size = now; keep("size", String(now));
  }
  function theme() {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark"; keep("theme", root.dataset.theme);
  }
  function search() {
    const box = find("words"), list = find("results");
    if (!box) return;
    find("searchbox").hidden = false;
    const rows = [...list.children].map((row) => [row, row.textContent.toLowerCase()]);
    let quoted = null, count = 0;
    const more = find("quoted");
    async function load() {
      if (quoted || !hosted) return;
      quoted = [];
      try { quoted = (await (await fetch("search.json")).json()).map((row) => [row, row.join(" ").toLowerCase()]); } catch { quoted = null; }
      narrow();
    }
    function narrow() {
      const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
      const fits = (text) => words.every((word) => text.includes(word));
      count = 0;
      for (const [row, text] of rows) { row.hidden = !fits(text); if (!row.hidden) count += 1; }
      const found = words.length && quoted ? quoted.filter(([, text]) => fits(text)).slice(0, 100) : [];
      more.replaceChildren(...found.map(([[href, who, quote]]) => {
        const row = page.createElement("li"), link = page.createElement("a");
        link.href = href; link.textContent = who; row.append(link, " " + quote);
        return row;
      }));
      find("count").textContent = words.length ? find("count").dataset.words.replace("{n}", count + found.length) : "";
      const asked = new URLSearchParams(location.search);
      if (hosted) { words.length ? asked.set("q", box.value) : asked.delete("q"); history.replaceState(null, "", "?" + asked + location.hash); }
    }
    box.value = new URLSearchParams(location.search).get("q") || "";
    box.addEventListener("focus", load);
    box.addEventListener("input", () => { load(); narrow(); });
    if (box.value) { load(); narrow(); }
  }
  function offline() { find("offline").hidden = false; }
  async function newer() {
    const place = root.dataset.latest;
    if (!place) return;
    try {
      const address = new URL(up + place, location.href), answer = await fetch(address, { cache: "no-store" });
      if (!answer.ok) return;
      const latest = await answer.json();
      if (latest.number > Number(root.dataset.number)) {
        const target = new URL(latest.address + root.lang + "/index.html", address);
        if (target.origin === location.origin) { find("newerlink").href = target.href; find("newer").hidden = false; }
      }
    } catch { offline(); }
  }
  async function worker() {
    if (!hosted || !("serviceWorker" in navigator)) return;
    try {
      navigator.serviceWorker.addEventListener("message", (event) => { if (event.data === "kept") find("kept").hidden = false; });
      await navigator.serviceWorker.register(up + "sw.js", { scope: up });
      const ready = await navigator.serviceWorker.ready;
      const saving = navigator.connection && navigator.connection.saveData;
      if (!saving) ready.active.postMessage({ keep: root.lang });
    } catch { /* in-app browsers: pages are whole without it */ }
  }
  page.addEventListener("DOMContentLoaded", () => {
    on("share", share);
    on("copytext", () => copy(plain()));
    on("copycitation", () => copy(citation()));
    on("larger", () => size(1));
    on("smaller", () => size(-1));
    on("theme", theme);
    search();
    addEventListener("offline", offline);
    if (hosted) { if (!navigator.onLine) offline(); newer(); worker(); }
  });
})();
