package io.unstir.gateway.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The key that a tenant's receivers know, and how it signs: the symmetric scheme of Standard Webhooks. */
public final class SigningSecret {
    private static final String ALGORITHM = "HmacSHA256";
    private static final String PURPOSE = "unstir webhooks v1\n";

    private final SecretKeySpec key;

    SigningSecret(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /** Each tenant's own, from one secret that no tenant knows: nothing has to be stored. */
    static SigningSecret derived(String master, String tenant) {
        return new SigningSecret(
                hmac(new SecretKeySpec(master.getBytes(UTF_8), ALGORITHM), (PURPOSE + tenant).getBytes(UTF_8)));
    }

    /** As receivers' libraries take it. */
    String text() {
        return "whsec_" + Base64.getEncoder().encodeToString(key.getEncoded());
    }

    /** One entry of the header {@code webhook-signature}. */
    public String sign(String id, long timestamp, byte[] body) {
        byte[] head = "%s.%d.".formatted(id, timestamp).getBytes(UTF_8);
        byte[] signed = new byte[head.length + body.length];
        System.arraycopy(head, 0, signed, 0, head.length);
        System.arraycopy(body, 0, signed, head.length, body.length);
        return "v1," + Base64.getEncoder().encodeToString(hmac(key, signed));
    }

    private static byte[] hmac(SecretKeySpec key, byte[] message) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(message);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA256", e);
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("any bytes are a key", e);
        }
    }
}
