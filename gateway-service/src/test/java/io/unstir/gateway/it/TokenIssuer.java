package io.unstir.gateway.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Base64;
import java.util.Map;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/** An OpenID Connect provider as far as a gateway sees one: its public keys over HTTP, and tokens signed with the private ones. */
final class TokenIssuer implements AutoCloseable {
    static final String NAME = "https://issuer.example";
    static final String AUDIENCE = "unstir";

    private final HttpServer server;
    private final PublicJsonWebKey rsa;
    private final PublicJsonWebKey ec;
    private volatile JsonWebKeySet published;

    TokenIssuer() throws IOException, JoseException {
        rsa = RsaJwkGenerator.generateJwk(2048);
        rsa.setKeyId("rsa-1");
        ec = EcJwkGenerator.generateJwk(EllipticCurves.P256);
        ec.setKeyId("ec-1");
        published = new JsonWebKeySet(rsa);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/jwks", exchange -> {
            try (exchange) {
                byte[] keys = published
                        .toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY)
                        .getBytes(UTF_8);
                exchange.sendResponseHeaders(200, keys.length);
                exchange.getResponseBody().write(keys);
            }
        });
        server.start();
    }

    String jwksUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/jwks";
    }

    /** From now on the elliptic key is among the public ones. */
    void rotate() {
        published = new JsonWebKeySet(rsa, ec);
    }

    static JwtClaims claims(String tenant, String scope) {
        var claims = new JwtClaims();
        claims.setIssuer(NAME);
        claims.setAudience(AUDIENCE);
        claims.setSubject("somebody");
        claims.setExpirationTimeMinutesInTheFuture(5);
        claims.setStringClaim("tenant", tenant);
        claims.setStringClaim("scope", scope);
        return claims;
    }

    String token(JwtClaims claims) throws JoseException {
        return sign(claims, rsa, AlgorithmIdentifiers.RSA_USING_SHA256);
    }

    String ellipticToken(JwtClaims claims) throws JoseException {
        return sign(claims, ec, AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
    }

    /** Signed by somebody else, who says that it was this issuer. */
    String forgedToken(JwtClaims claims) throws JoseException {
        var other = RsaJwkGenerator.generateJwk(2048);
        other.setKeyId(rsa.getKeyId());
        return sign(claims, other, AlgorithmIdentifiers.RSA_USING_SHA256);
    }

    /** Signed with the public key, taken for a shared secret. */
    String hmacToken(JwtClaims claims) throws JoseException {
        var secret = JsonWebKey.Factory.newJwk(Map.of(
                "kty",
                "oct",
                "k",
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(rsa.getPublicKey().getEncoded())));
        secret.setKeyId(rsa.getKeyId());
        var signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setKey(secret.getKey());
        signature.setKeyIdHeaderValue(rsa.getKeyId());
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
        return signature.getCompactSerialization();
    }

    /** Not signed at all. */
    static String unsignedToken(JwtClaims claims) {
        var base64 = Base64.getUrlEncoder().withoutPadding();
        return base64.encodeToString("{\"alg\":\"none\"}".getBytes(UTF_8)) + "."
                + base64.encodeToString(claims.toJson().getBytes(UTF_8)) + ".";
    }

    private static String sign(JwtClaims claims, PublicJsonWebKey key, String algorithm) throws JoseException {
        var signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setKey(key.getPrivateKey());
        signature.setKeyIdHeaderValue(key.getKeyId());
        signature.setAlgorithmHeaderValue(algorithm);
        return signature.getCompactSerialization();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
