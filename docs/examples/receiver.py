# Prints what Unstir tells a webhook on port 9000, once its signature was checked. The secret is that of ./unstir webhooks secret.
import base64, hashlib, hmac, http.server, os, time

key = base64.b64decode(os.environ["WEBHOOK_SECRET"].removeprefix("whsec_"))

class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        sent, at = self.headers["webhook-id"], self.headers["webhook-timestamp"]
        mac = hmac.digest(key, f"{sent}.{at}.".encode() + body, hashlib.sha256)
        ours = "v1," + base64.b64encode(mac).decode()
        good = any(hmac.compare_digest(ours, one) for one in self.headers["webhook-signature"].split())
        self.send_response(204 if good and abs(time.time() - int(at)) < 300 else 401)
        self.end_headers()
        print(sent, body.decode() if good else "is not from Unstir", flush=True)

http.server.HTTPServer(("127.0.0.1", 9000), Receiver).serve_forever()
