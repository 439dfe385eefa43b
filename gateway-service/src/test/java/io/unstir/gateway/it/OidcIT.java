package io.unstir.gateway.it;

import static io.unstir.gateway.it.Gateway.json;
import static io.unstir.gateway.it.GatewayIT.assertProblem;
import static io.unstir.gateway.it.GuardedGateways.bearer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.unstir.proto.Topic;
import io.unstir.proto.v1.JobSubmitted;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tokens of an OpenID Connect provider. */
@ExtendWith(SharedGateway.class)
class OidcIT {
    private static final String JOB = "{\"prompt\":\"a heart\"}";

    private static Broker broker;
    private static TokenIssuer issuer;
    private static Gateway gateway;

    @BeforeAll
    static void start(Broker sharedBroker, GuardedGateways gateways) {
        broker = sharedBroker;
        issuer = gateways.issuer();
        gateway = gateways.first();
    }

    @Test
    void aTokenSaysWhoseAJobIs() throws Exception {
        // When
        var token = issuer.token(TokenIssuer.claims("acme", "openid unstir:submit unstir:read"));
        var response = gateway.post("/v1/jobs", JOB, bearer(token));

        // Then
        assertThat(response.statusCode()).isEqualTo(202);
        var id = json(response).get("id").textValue();
        assertThat(JobSubmitted.parseFrom(broker.only(id, Topic.JOBS).value()).getTenant())
                .isEqualTo("acme");
    }

    @Test
    void scopesMayBeAList() throws Exception {
        // Given
        var claims = TokenIssuer.claims("acme", "");
        claims.setStringListClaim("scope", List.of("unstir:read"));

        // Then
        assertThat(models(issuer.token(claims)).statusCode()).isEqualTo(200);
    }

    @Test
    void aTokenWithoutTheScopeIsToldWhichOneIsMissing() throws Exception {
        // When
        var response =
                gateway.post("/v1/jobs", JOB, bearer(issuer.token(TokenIssuer.claims("acme", "unstir:read submit"))));

        // Then
        assertProblem(response, 403, "forbidden", null);
        assertThat(json(response).get("detail").textValue()).contains("submit");
    }

    @Test
    void aTokenThatNamesNoTenantIsRefused() throws Exception {
        assertProblem(models(issuer.token(TokenIssuer.claims("a\nb", "unstir:read"))), 403, "forbidden", null);
        var claims = TokenIssuer.claims("acme", "unstir:read");
        claims.unsetClaim("tenant");
        assertProblem(models(issuer.token(claims)), 403, "forbidden", null);
    }

    @Test
    void anExpiredTokenIsRefused() throws Exception {
        // Given
        var claims = TokenIssuer.claims("acme", "unstir:read");
        claims.setExpirationTime(NumericDate.fromSeconds(NumericDate.now().getValue() - 120));

        // When
        var response = models(issuer.token(claims));

        // Then
        assertProblem(response, 401, "unauthorized", null);
        assertThat(json(response).get("detail").textValue()).contains("expired");
    }

    @Test
    void aTokenForOthersIsRefused() throws Exception {
        var audience = TokenIssuer.claims("acme", "unstir:read");
        audience.setAudience("somebody else");
        assertProblem(models(issuer.token(audience)), 401, "unauthorized", null);
        var iss = TokenIssuer.claims("acme", "unstir:read");
        iss.setIssuer("https://elsewhere.example");
        assertProblem(models(issuer.token(iss)), 401, "unauthorized", null);
        var endless = TokenIssuer.claims("acme", "unstir:read");
        endless.unsetClaim("exp");
        assertProblem(models(issuer.token(endless)), 401, "unauthorized", null);
    }

    @Test
    void aTokenThatTheIssuerDidNotSignIsRefused() throws Exception {
        var claims = TokenIssuer.claims("acme", "unstir:read");

        assertProblem(models(issuer.forgedToken(claims)), 401, "unauthorized", null);
        assertProblem(models(issuer.hmacToken(claims)), 401, "unauthorized", null);
        assertProblem(models(TokenIssuer.unsignedToken(claims)), 401, "unauthorized", null);
    }

    @Test
    void aKeyThatTheIssuerTookIntoUseLaterIsLookedUp() throws Exception {
        // Given
        var token = issuer.ellipticToken(TokenIssuer.claims("acme", "unstir:read"));
        assertProblem(models(token), 401, "unauthorized", null);

        // When
        issuer.rotate();

        // Then
        await().atMost(Duration.ofSeconds(15))
                .pollInterval(Duration.ofMillis(250))
                .until(() -> models(token).statusCode() == 200);
    }

    private static HttpResponse<byte[]> models(String token) throws Exception {
        return gateway.send(HttpRequest.newBuilder(gateway.uri("/v1/models")).headers(bearer(token)));
    }
}
