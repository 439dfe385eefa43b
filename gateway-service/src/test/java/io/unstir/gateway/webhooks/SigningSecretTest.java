package io.unstir.gateway.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import java.net.http.HttpHeaders;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SigningSecretTest {
    private static final String MASTER = "a master secret of 32 characters";

    @Test
    void signsAsTheReferenceLibrariesDo() {
        // Given the example of their tests
        var secret = new SigningSecret(Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));

        // When
        var signature =
                secret.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, "{\"test\": 2432232314}".getBytes(UTF_8));

        // Then
        assertThat(signature).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void aReceiverThatKnowsOneOfTwoSecretsIsContent() throws Exception {
        // Given
        var fresh = SigningSecret.derived("another master of 32 characters!", "acme");
        var old = SigningSecret.derived(MASTER, "acme");
        var body = "{\"type\":\"job.succeeded\"}";
        long now = Instant.now().getEpochSecond();

        // When
        var headers = HttpHeaders.of(
                Map.of(
                        "webhook-id", List.of("msg_1"),
                        "webhook-timestamp", List.of(Long.toString(now)),
                        "webhook-signature",
                                List.of(fresh.sign("msg_1", now, body.getBytes(UTF_8)) + " "
                                        + old.sign("msg_1", now, body.getBytes(UTF_8)))),
                (_, _) -> true);

        // Then
        new Webhook(old.text()).verify(body, headers);
        new Webhook(fresh.text()).verify(body, headers);
    }

    @Test
    void eachTenantHasItsOwn() {
        assertThat(SigningSecret.derived(MASTER, "acme").text())
                .isEqualTo(SigningSecret.derived(MASTER, "acme").text())
                .isNotEqualTo(SigningSecret.derived(MASTER, "ajax").text())
                .matches("whsec_[A-Za-z0-9+/]{43}=");
    }
}
