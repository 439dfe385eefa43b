package io.unstir.local.broker;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/** A key and a certificate of its own signature for 127.0.0.1, as the JDK's keytool makes them. */
public record Certificate(Path folder) {
    static final String PASSWORD = "of-the-key-store";
    private static final String ALIAS = "server";

    public static Certificate in(Path folder) throws Exception {
        Files.createDirectories(folder);
        var certificate = new Certificate(folder);
        var keytool = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "SAN=ip:127.0.0.1",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                certificate.keyStore().toString(),
                "-storepass",
                PASSWORD));
        int status = keytool.redirectErrorStream(true).start().waitFor();
        if (status != 0) {
            throw new IOException("keytool ended with " + status);
        }
        certificate.writeTexts();
        return certificate;
    }

    Path keyStore() {
        return folder.resolve("server.p12");
    }

    /** What clients trust. */
    public Path trusted() {
        return folder.resolve("ca.pem");
    }

    public Path key() {
        return folder.resolve("server.key");
    }

    private void writeTexts() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(keyStore().toFile(), PASSWORD.toCharArray());
        Files.writeString(
                trusted(), text("CERTIFICATE", store.getCertificate(ALIAS).getEncoded()));
        Files.createFile(key(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                key(),
                text("PRIVATE KEY", store.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded()));
    }

    private static String text(String what, byte[] bytes) {
        String body = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(bytes);
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, body, what);
    }
}
