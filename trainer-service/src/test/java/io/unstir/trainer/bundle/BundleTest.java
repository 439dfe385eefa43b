package io.unstir.trainer.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.unstir.proto.v1.CheckpointEvent;
import io.unstir.proto.v1.PredictionType;
import io.unstir.trainer.config.TrainingConfigReader;
import io.unstir.trainer.data.TrainingData;
import io.unstir.trainer.diffusion.NoiseSchedule;
import io.unstir.trainer.network.Conditioning;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleTest {
    private static final String YAML = "model: emoji\ndata: {folder: emoji, licence: Apache-2.0, image_size: 4}\n"
            + "network: {channels: [8], attention_levels: [], heads: 2}\n";
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_700_000_000, 5), ZoneOffset.UTC);

    @TempDir
    Path folder;

    private TrainedNetwork network;

    @BeforeEach
    void exportGraph() throws IOException {
        Path onnx = Files.writeString(folder.resolve("unet.onnx"), "a graph");
        network = new TrainedNetwork(onnx, 10, 640, 0.25, 1e-6, 1234, Map.of("layers_per_block", 2));
    }

    @Test
    void aWrittenBundleReadsBackAsItWas() {
        // Given
        var written = writer().write(network, folder.resolve("bundle"));

        // When
        var read = new BundleReader().read(folder.resolve("bundle"));

        // Then
        assertThat(read.digest()).isEqualTo(written.digest());
        assertThat(read.manifest()).isEqualTo(written.manifest());
        assertThat(read.name()).isEqualTo("emoji@1");
        assertThat(read.manifest().getPredictionType()).isEqualTo(PredictionType.V_PREDICTION);
        assertThat(read.manifest().getSchedule().getAlphasCumprodList())
                .containsExactlyElementsOf(
                        Arrays.stream(NoiseSchedule.of("cosine", 1000).alphasCumprod())
                                .boxed()
                                .toList());
        assertThat(read.manifest().getFilesList())
                .extracting("path")
                .containsExactly(
                        "model_index.json",
                        "scheduler/scheduler_config.json",
                        "text_encoder/model.onnx",
                        "tokenizer/tokenizer.json",
                        "unet/config.json",
                        "unet/model.onnx");
        assertThat(read.manifest().getLineage().getMetricsMap()).containsEntry("parameters", 1234.0);
    }

    @Test
    void theSameInputsGiveTheSameDigestAndOthersAnother() {
        // Given
        var first = writer().write(network, folder.resolve("first"));

        // When
        var second = writer().write(network, folder.resolve("second"));
        var other = new BundleWriter(writer().config(), writer().data(), provenance("other"))
                .write(network, folder.resolve("other"));

        // Then
        assertThat(second.digest()).isEqualTo(first.digest());
        assertThat(other.digest()).isNotEqualTo(first.digest());
    }

    @Test
    void nothingIsLeftOfABundleThatCouldNotBeWritten() throws IOException {
        // Given
        Files.delete(network.onnx());

        // Then
        assertThatThrownBy(() -> writer().write(network, folder.resolve("bundle")))
                .isInstanceOf(BundleException.class);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void anExistingFolderIsNotOverwritten() {
        // Given
        writer().write(network, folder.resolve("bundle"));

        // Then
        assertThatThrownBy(() -> writer().write(network, folder.resolve("bundle")))
                .hasMessage("The bundle's folder bundle exists already");
    }

    @Test
    void changedMissingAndForeignFilesAreFound() throws IOException {
        // Given
        writer().write(network, folder.resolve("bundle"));
        Path graph = folder.resolve("bundle/unet/model.onnx");

        // Then
        Files.writeString(graph, "A graph");
        assertUnreadable("unet/model.onnx must have SHA-256");
        Files.writeString(graph, "a longer graph");
        assertUnreadable("unet/model.onnx must have 7 bytes (got 14)");
        Files.delete(graph);
        assertUnreadable("The bundle lacks unet/model.onnx");
        Files.createSymbolicLink(graph, network.onnx());
        assertUnreadable("The bundle lacks unet/model.onnx");
    }

    @Test
    void unusableManifestsAreRefused() throws IOException {
        // Given
        writer().write(network, folder.resolve("bundle"));
        Path manifest = folder.resolve("bundle/unstir.json");
        String json = Files.readString(manifest);

        // Then
        for (var fault : Map.of(
                        json.replace("\"format_version\": 1", "\"format_version\": 2"),
                        "format_version must be 1 (got 2)",
                        json.replace("\"unet/config.json\"", "\"../unet.onnx\""),
                        "../unet.onnx must lie inside the bundle",
                        json.replace("\"unet/config.json\"", "\"/etc/passwd\""),
                        "/etc/passwd must lie inside the bundle",
                        json.replace("\"unet/config.json\"", "\"unet/model.onnx\""),
                        "every path once",
                        json.replace("0.5", "0.95"),
                        "alphas_cumprod must fall",
                        json.replace("V_PREDICTION", "PREDICTION_TYPE_UNSPECIFIED"),
                        "prediction_type must be given",
                        json.replace("\"model\": \"emoji\"", "\"model\": \"../emoji\""),
                        "model is no model's name",
                        "{",
                        "is no manifest")
                .entrySet()) {
            Files.writeString(manifest, fault.getKey());
            assertUnreadable(fault.getValue());
        }
        Files.delete(manifest);
        assertUnreadable("it has no unstir.json");
    }

    @Test
    void publishingStoresEveryFileAndAnnouncesLast() throws Exception {
        // Given
        var bundle = writer().write(network, folder.resolve("bundle"));
        var requests = new ArrayList<String>();
        var stored = new ConcurrentHashMap<String, byte[]>();
        var announced = new ArrayList<CheckpointEvent>();
        HttpServer server = storage(requests, stored);
        try (var blobs = new BlobStore(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()))) {
            var publisher = new BundlePublisher(
                    blobs,
                    (name, event) -> {
                        if (announced.isEmpty() && stored.size() < 7) {
                            throw new AssertionError("announced before everything was stored");
                        }
                        announced.add(event);
                    },
                    CLOCK);

            // When
            publisher.publish(bundle);
            long puts = requests.stream().filter("PUT"::equals).count();
            publisher.publish(bundle);

            // Then
            assertThat(puts).as("one of them answered by 503 first").isEqualTo(8);
            assertThat(requests.stream().filter("PUT"::equals)).hasSize(8);
            assertThat(Sha256.of(stored.get(bundle.digest()))).isEqualTo(bundle.digest());
            assertThat(announced).hasSize(2);
            assertThat(announced.getFirst().getPublished().getDigest()).isEqualTo(bundle.digest());
        } finally {
            server.stop(0);
        }
    }

    private HttpServer storage(List<String> requests, Map<String, byte[]> stored) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/blobs/", exchange -> {
            String sha256 = exchange.getRequestURI().getPath().substring("/blobs/".length());
            requests.add(exchange.getRequestMethod());
            byte[] body = exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(status(exchange, requests, stored, sha256, body), -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    /** A store that is out of order for its first PUT. */
    private static int status(
            HttpExchange exchange, List<String> requests, Map<String, byte[]> stored, String sha256, byte[] body) {
        if (exchange.getRequestMethod().equals("HEAD")) {
            return stored.containsKey(sha256) ? 200 : 404;
        }
        if (requests.stream().filter("PUT"::equals).count() == 1) {
            return 503;
        }
        stored.put(sha256, body);
        return 201;
    }

    private void assertUnreadable(String message) {
        assertThatThrownBy(() -> new BundleReader().read(folder.resolve("bundle")))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aModelOfClassesOnTheStraightPathSaysSo() {
        // Given
        String yaml = YAML + "diffusion: {prediction: flow, steps: 4}\nsampling: {steps: 2}\n";
        var config = new TrainingConfigReader().read(yaml, folder);
        var data = new FourPixels(new Conditioning.Classes(List.of("cat", "dog")));

        // When
        var bundle = new BundleWriter(config, data, provenance("id")).write(network, folder.resolve("bundle"));

        // Then
        var manifest = new BundleReader().read(bundle.folder()).manifest();
        assertThat(manifest.getClasses().getNamesList()).containsExactly("cat", "dog");
        assertThat(manifest.hasText()).isFalse();
        assertThat(manifest.getPredictionType()).isEqualTo(PredictionType.FLOW);
        assertThat(manifest.getSchedule().getFlowSigmasList()).containsExactly(0.25, 0.5, 0.75, 1.0);
        assertThat(manifest.getSchedule().getAlphasCumprodList()).isEmpty();
        assertThat(bundle.folder().resolve("scheduler/scheduler_config.json"))
                .content()
                .contains("FlowMatchEulerDiscreteScheduler");
        assertThat(bundle.folder().resolve("text_encoder")).doesNotExist();
    }

    @Test
    void aModelThatIsToldNothingWithLearnedVarianceSaysSo() {
        String yaml = YAML + "diffusion: {prediction: epsilon, learned_variance: true}\n";
        var config = new TrainingConfigReader().read(yaml, folder);

        var bundle = new BundleWriter(config, new FourPixels(new Conditioning.None()), provenance("id"))
                .write(network, folder.resolve("bundle"));

        assertThat(bundle.manifest().getLearnedVariance()).isTrue();
        assertThat(bundle.manifest().hasText()).isFalse();
        assertThat(bundle.manifest().hasClasses()).isFalse();
    }

    private BundleWriter writer() {
        return new BundleWriter(
                new TrainingConfigReader().read(YAML, folder),
                new FourPixels(new Conditioning.Text(24, 384)),
                provenance("id"));
    }

    private static Provenance provenance(String trainingId) {
        return new Provenance(trainingId, YAML, "", "0.1.0", Map.of("djl", "0.35.1", "onnxruntime", "1.29.0"));
    }

    /** The smallest data: a bundle needs only its sizes and digest. */
    private record FourPixels(Conditioning conditioning) implements TrainingData {
        @Override
        public int size() {
            return 1;
        }

        @Override
        public int channels() {
            return 3;
        }

        @Override
        public int imageSize() {
            return 4;
        }

        @Override
        public void copyImage(int index, float[] target, int offset) {
            java.util.Arrays.fill(target, offset, offset + 48, 1);
        }

        @Override
        public void copyCondition(int index, float[] target, int offset) {
            copyNoCondition(target, offset);
        }

        @Override
        public void copyNoCondition(float[] target, int offset) {
            java.util.Arrays.fill(target, offset, offset + 24 * 384, 0);
        }

        @Override
        public String digest() {
            return "0".repeat(64);
        }
    }
}
