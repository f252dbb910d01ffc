// Files that tools of the map send and get: requests with the CSRF token, and keeping an answer on the disk.
(function () {
  "use strict";

  // Ask a door of ours; a thrown error has its message in the language of the page.
  async function send(path, options) {
    const token = (document.cookie.match(/(?:^|; )sitcenter_csrf=([^;]*)/) || [])[1] || "";
    const headers = { "X-CSRF-Token": decodeURIComponent(token), ...((options || {}).headers || {}) };
    const reply = await fetch(path, { ...options, headers });
    if (!reply.ok) {
      const fault = await reply.json().catch(() => ({}));
      throw new Error([fault.message, fault.hint].filter(Boolean).join(" ") || String(reply.status));
    }
    return reply;
  }

  const sendJson = (method, path, body) => send(path, {
    method, body: JSON.stringify(body), headers: { "Content-Type": "application/json" }
  });

  const nameOf = (reply) => (/filename="?([^";]+)/.exec(reply.headers.get("Content-Disposition") || "") || [])[1] || "";

  function save(blob, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    window.setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  window.sitcenterFiles = { send, sendJson, nameOf, save };
}());
