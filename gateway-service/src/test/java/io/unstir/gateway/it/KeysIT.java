package io.unstir.gateway.it;

import static io.unstir.gateway.it.Gateway.json;
import static io.unstir.gateway.it.GatewayIT.assertProblem;
import static io.unstir.gateway.it.GuardedGateways.bearer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Timestamp;
import io.unstir.proto.KeyToken;
import io.unstir.proto.Topic;
import io.unstir.proto.v1.ApiKey;
import io.unstir.proto.v1.JobSubmitted;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** API keys at two gateways of one system: made, used, revoked. */
@ExtendWith(SharedGateway.class)
class KeysIT {
    private static final String JOB = "{\"prompt\":\"a heart\"}";

    private static Broker broker;
    private static StorageServer storage;
    private static GuardedGateways gateways;
    private static Gateway gateway;

    @BeforeAll
    static void start(Broker sharedBroker, StorageServer sharedStorage, GuardedGateways shared) {
        broker = sharedBroker;
        storage = sharedStorage;
        gateways = shared;
        gateway = shared.first();
    }

    @Test
    void aKeyIsShownOnceAndOnlyItsDigestIsKept() throws Exception {
        // When
        var response = create("""
                {"name":"studio","tenant":"acme","scopes":["read","submit"],"expires_at":"2100-01-01T00:00:00Z"}""");

        // Then
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
        var made = json(response);
        var token = KeyToken.parse(made.get("key").textValue()).orElseThrow();
        assertThat(made.get("id").textValue()).isEqualTo(token.id());
        assertThat(made.get("tenant").textValue()).isEqualTo("acme");
        assertThat(made.at("/scopes/0").textValue()).isEqualTo("submit");
        assertThat(made.at("/scopes/1").textValue()).isEqualTo("read");
        assertThat(made.get("expires_at").textValue()).isEqualTo("2100-01-01T00:00:00Z");
        var record = broker.only(token.id(), Topic.API_KEYS);
        assertThat(ApiKey.parseFrom(record.value()).getSecretSha256().toByteArray())
                .isEqualTo(token.secretSha256());
        assertThat(new String(record.value(), UTF_8)).doesNotContain(token.secret());
        var list = gateway.send(request("/v1/keys", gateways.operator()));
        assertThat(new String(list.body(), UTF_8))
                .contains(token.id())
                .doesNotContain(token.secret(), hex(token), base64(token));
    }

    @Test
    void theConfiguredKeyMakesTheFirstOneAndIsOnNoList() throws Exception {
        // When
        var response = gateway.post(
                "/v1/keys", "{\"name\":\"first\",\"scopes\":[\"read\"]}", bearer(GuardedGateways.ADMIN_KEY));

        // Then
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(json(response).get("tenant").textValue()).isEqualTo("default");
        var admin = KeyToken.parse(GuardedGateways.ADMIN_KEY).orElseThrow();
        assertThat(new String(
                        gateway.send(request("/v1/keys", gateways.operator())).body(), UTF_8))
                .contains("first")
                .doesNotContain(admin.id());
    }

    @Test
    void aJobIsItsKeysTenants() throws Exception {
        // Given
        var key = made("{\"name\":\"a\",\"tenant\":\"acme\",\"scopes\":[\"submit\"]}");

        // When
        var response = gateway.post("/v1/jobs", JOB, bearer(key));

        // Then
        assertThat(response.statusCode()).isEqualTo(202);
        var id = json(response).get("id").textValue();
        var job = JobSubmitted.parseFrom(broker.only(id, Topic.JOBS).value());
        assertThat(job.getTenant()).isEqualTo("acme");
    }

    @Test
    void aKeyWorksAtEveryGatewayAndWhenRevokedAtNoneWithinASecond() throws Exception {
        // Given
        var key = made("{\"name\":\"b\",\"scopes\":[\"read\"]}");
        await().until(() -> models(gateways.second(), key).statusCode() == 200);

        // When
        var revoked = revoke(KeyToken.parse(key).orElseThrow().id());

        // Then
        assertThat(revoked.statusCode()).isEqualTo(200);
        assertProblem(models(gateway, key), 401, "unauthorized", null);
        await().atMost(Duration.ofSeconds(1))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> models(gateways.second(), key).statusCode() == 401);
    }

    @Test
    void aKeyCanBeRevokedTwice() throws Exception {
        // Given
        var id = KeyToken.parse(made("{\"name\":\"c\",\"scopes\":[\"read\"]}"))
                .orElseThrow()
                .id();
        var first = revoke(id);

        // When
        var second = revoke(id);

        // Then
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(json(second)).isEqualTo(json(first));
        assertThat(json(second).get("revoked_at").isNull()).isFalse();
    }

    @Test
    void aKeyThatNobodyKnowsCannotBeRevoked() throws Exception {
        assertProblem(revoke("0123456789abcdef"), 404, "not-found", "id");
    }

    @Test
    void anExpiredKeyIsRefused() throws Exception {
        // Given
        var past = Timestamp.newBuilder().setSeconds(1_700_000_000);
        var key = GuardedGateways.key(
                broker, "acme", List.of("read"), ApiKey.newBuilder().setExpiresAt(past));
        awaitKnown(KeyToken.parse(key).orElseThrow().id());

        // When
        var response = models(gateway, key);

        // Then
        assertProblem(response, 401, "unauthorized", null);
        assertThat(json(response).get("detail").textValue()).contains("expired");
    }

    @Test
    void theRightIdWithAnotherSecretIsRefusedAsIfItWereUnknown() throws Exception {
        // Given
        var known = KeyToken.parse(gateways.operator()).orElseThrow();
        var wrong = new KeyToken(known.id(), "x".repeat(43)).text();

        // When
        var response = models(gateway, wrong);

        // Then
        assertProblem(response, 401, "unauthorized", null);
        assertThat(json(response))
                .isEqualTo(json(models(gateway, new KeyToken("0".repeat(16), "x".repeat(43)).text())));
        assertThat(new String(response.body(), UTF_8)).doesNotContain(known.id(), "xxxx");
    }

    @Test
    void whoSendsNoKeyIsToldHow() throws Exception {
        // When
        var response = gateway.get("/v1/models");

        // Then
        assertProblem(response, 401, "unauthorized", null);
        assertThat(response.headers().firstValue("WWW-Authenticate")).hasValue("Bearer realm=\"unstir\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic dXNlcjpwYXNz", "Bearer", "Bearer ", "Bearer sk-123", "unstir_abc", "Bearer a.b.c"})
    void whatIsNoKeyIsRefused(String authorization) throws Exception {
        // When
        var response =
                gateway.send(HttpRequest.newBuilder(gateway.uri("/v1/models")).header("Authorization", authorization));

        // Then
        assertProblem(response, 401, "unauthorized", null);
        assertThat(response.headers().firstValue("WWW-Authenticate")).isPresent();
    }

    @Test
    void aKeyWithoutTheScopeIsToldWhichOneIsMissing() throws Exception {
        // Given
        var key = made("{\"name\":\"d\",\"scopes\":[\"read\",\"train\"]}");

        // When
        var response = gateway.post("/v1/jobs", JOB, bearer(key));

        // Then
        assertProblem(response, 403, "forbidden", null);
        assertThat(json(response).get("detail").textValue()).contains("submit");
    }

    @Test
    void aRefusedUploadIsAnsweredThoughItWasSent() throws Exception {
        // When
        var response = gateway.send(HttpRequest.newBuilder(gateway.uri("/v1/images"))
                .header("Content-Type", "image/png")
                .POST(BodyPublishers.ofByteArray(new byte[8 << 20])));

        // Then
        assertProblem(response, 401, "unauthorized", null);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | name scopes",
                "{'name':'','scopes':['read']} | name",
                "{'name':'a','scopes':[]} | scopes",
                "{'name':'a','scopes':'read'} | scopes",
                "{'name':'a','scopes':['read','root']} | scopes",
                "{'name':'a','scopes':['read',null]} | scopes",
                "{'name':'a','scopes':['read'],'tenant':'a b'} | tenant",
                "{'name':'a','scopes':['read'],'tenant':''} | tenant",
                "{'name':'a','scopes':['read'],'expires_at':'tomorrow'} | expires_at",
                "{'name':'a','scopes':['read'],'expires_at':'2020-01-01T00:00:00Z'} | expires_at",
                "{'name':'a','scopes':['read'],'key':'mine'} | key",
            })
    void aKeyThatCannotBeMadeIsRefusedByName(String body, String fields) throws Exception {
        // When
        var response = create(body.replace('\'', '"'));

        // Then
        assertProblem(response, 400, "invalid-request", null);
        assertThat(json(response).get("errors").findValuesAsText("field")).containsExactly(fields.split(" "));
    }

    @Test
    void whereKeysAreOffTheyCannotBeMadeOrListed(Gateway openGateway) throws Exception {
        // When
        var made = openGateway.post("/v1/keys", "{\"name\":\"a\",\"scopes\":[\"read\"]}");
        var listed = openGateway.get("/v1/keys");

        // Then
        assertProblem(made, 409, "conflict", null);
        assertProblem(listed, 409, "conflict", null);
    }

    @Test
    void aGatewayThatOthersCanReachDoesNotStartWithoutAuthentication(@TempDir java.nio.file.Path folder)
            throws Exception {
        // Given
        var log = folder.resolve("open.log");
        var open = Map.of("QUARKUS_HTTP_HOST", "0.0.0.0");

        // When
        try (var refused = new Gateway(broker.bootstrapServers(), storage.url(), log, open)) {
            // Then
            assertThat(refused.awaitEnd()).isEqualTo(1);
            assertThat(Files.readString(log)).contains("quarkus.http.host is 0.0.0.0", "unstir.auth.keys=true");
        }
    }

    @Test
    void noKeyAndNoDigestIsEverLogged() throws Exception {
        // Given
        var key = made("{\"name\":\"secret\",\"scopes\":[\"read\"]}");
        models(gateway, key);
        gateway.post("/v1/jobs", JOB, bearer(key));
        revoke(KeyToken.parse(key).orElseThrow().id());
        models(gateway, key);

        // When
        var log = Files.readString(GuardedGateways.LOG) + Files.readString(GuardedGateways.OTHER_LOG);

        // Then
        assertThat(log).contains("key created");
        for (var token : List.of(
                KeyToken.parse(key).orElseThrow(),
                KeyToken.parse(gateways.operator()).orElseThrow())) {
            assertThat(log).doesNotContain(token.secret(), hex(token), base64(token));
        }
    }

    private static String made(String body) throws Exception {
        return json(create(body)).get("key").textValue();
    }

    private static HttpResponse<byte[]> create(String body) throws Exception {
        return gateway.post("/v1/keys", body, bearer(gateways.operator()));
    }

    private static HttpResponse<byte[]> revoke(String id) throws Exception {
        return gateway.send(request("/v1/keys/" + id, gateways.operator()).DELETE());
    }

    private static void awaitKnown(String id) {
        await().until(() -> new String(
                        gateway.send(request("/v1/keys", gateways.operator())).body(), UTF_8)
                .contains(id));
    }

    private static HttpResponse<byte[]> models(Gateway where, String key) throws Exception {
        return where.send(HttpRequest.newBuilder(where.uri("/v1/models")).headers(bearer(key)));
    }

    private static HttpRequest.Builder request(String path, String key) {
        return HttpRequest.newBuilder(gateway.uri(path)).headers(bearer(key));
    }

    private static String hex(KeyToken token) {
        return HexFormat.of().formatHex(token.secretSha256());
    }

    private static String base64(KeyToken token) {
        return Base64.getEncoder().encodeToString(token.secretSha256());
    }
}
