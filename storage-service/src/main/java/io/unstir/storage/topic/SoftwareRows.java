package io.unstir.storage.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.unstir.proto.v1.Software;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.TreeMap;

/** Writes {@code software}. */
record SoftwareRows(Changes changes) {
    private static final String KNOW = """
            INSERT INTO software (digest, code_revision, libraries) VALUES (?, ?, ?::jsonb) ON CONFLICT DO NOTHING""";

    /** The digest that others refer to it by; empty where nothing was told. */
    Optional<String> know(Software software) throws SQLException {
        if (software.equals(Software.getDefaultInstance())) {
            return Optional.empty();
        }
        var json = JsonNodeFactory.instance.objectNode();
        new TreeMap<>(software.getLibrariesMap()).forEach(json::put);
        var digest = sha256(software.getCodeRevision() + "\n" + json);
        changes.know(KNOW, digest, software.getCodeRevision(), json.toString());
        return Optional.of(digest);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
