package io.unstir.trainer.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * What the build wrote down about itself.
 *
 * @param revision the code's, as given by {@code -Dunstir.revision}; the version where none was given
 */
record BuildInfo(String revision) {
    static BuildInfo read() {
        try (var in = BuildInfo.class.getResourceAsStream("/trainer-build.properties")) {
            var properties = new Properties();
            properties.load(in);
            return new BuildInfo(properties.getProperty("revision"));
        } catch (IOException e) {
            throw new UncheckedIOException("trainer-build.properties could not be read", e);
        }
    }
}
