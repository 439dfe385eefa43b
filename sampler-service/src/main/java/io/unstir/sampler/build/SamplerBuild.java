package io.unstir.sampler.build;

import io.unstir.proto.v1.Software;
import io.unstir.sampler.session.Ort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What the build wrote down about itself, and what it runs on: part of every image's lineage. */
public final class SamplerBuild {
    private static final String FILE = "/sampler-build.properties";

    private SamplerBuild() {}

    /** The code, and the libraries that pixels depend on: the graph's runtime, the tokenizer and the Java of all other arithmetic. */
    public static Software software(Ort ort) {
        var build = read();
        return Software.newBuilder()
                .setCodeRevision(build.getProperty("revision"))
                .putLibraries("onnxruntime", ort.version())
                .putLibraries("tokenizers", build.getProperty("tokenizers"))
                .putLibraries("java", Runtime.version().toString())
                .build();
    }

    private static Properties read() {
        try (var in = SamplerBuild.class.getResourceAsStream(FILE)) {
            var properties = new Properties();
            properties.load(in);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException("sampler-build.properties could not be read", e);
        }
    }
}
