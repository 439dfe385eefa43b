package io.unstir.sampler.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.unstir.proto.v1.BundleFile;
import io.unstir.proto.v1.BundleManifest;
import io.unstir.sampler.blob.BlobStore;
import io.unstir.sampler.blob.Sha256;
import io.unstir.sampler.fixture.BlobServer;
import io.unstir.sampler.fixture.TinyBundle;
import io.unstir.sampler.fixture.TinyDenoiser;
import io.unstir.sampler.session.Ort;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bundles whose digests are right and whose content is not, loaded as a sampler loads them. */
class ModelTest {
    private static final String DENOISER = "unet/model.onnx";
    private static final String ENCODER = "text_encoder/model.onnx";

    @TempDir
    private Path folder;

    private BlobServer server;
    private BlobStore store;
    private BundleCache cache;

    @BeforeEach
    void start() throws IOException {
        server = new BlobServer();
        store = new BlobStore(server.url(), new SimpleMeterRegistry());
        cache = new BundleCache(folder.resolve("cache"), store);
    }

    @AfterEach
    void stop() {
        store.close();
        server.close();
    }

    @Test
    void aModelSaysWhatItsBitsArePromisedFor() throws Exception {
        try (var model = load(withoutText())) {
            assertThat(model.deviceClass().name()).startsWith("ort-").contains("/cpu/all/");
        }
    }

    @Test
    void aModelOfClassesIsToldTheOneThePromptNames() throws Exception {
        // Given
        var bundle = TinyBundle.withClasses(server, 8, "cat", "Red Fox").manifest();
        try (var model = load(bundle)) {
            // When
            float[] cat = answer(model, "Cat");
            float[] fox = answer(model, " red fox");
            float[] none = answer(model, "");

            // Then
            assertThat(cat).isNotEqualTo(fox).isNotEqualTo(none);
            assertThat(fox).isNotEqualTo(none);
            assertThat(answer(model, "cat")).isEqualTo(cat);
            assertThatThrownBy(() -> model.encode("dog"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("prompt must be empty or one of cat, Red Fox (got dog)");
        }
    }

    private static float[] answer(Model model, String prompt) {
        double[] sample = new double[model.session().sample().elements()];
        model.session().put(0, sample, 500, model.encode(prompt));
        float[] answer = new float[sample.length];
        model.session().run(1).get(0, answer);
        return answer;
    }

    @Test
    void classesThatAreCalledAlikeAreRefused() {
        assertThatThrownBy(() ->
                        load(TinyBundle.withClasses(server, 8, "cat", "CAT").manifest()))
                .isInstanceOf(BundleException.class)
                .hasMessage("The bundle can't be run: classes.names has \"CAT\" twice");
    }

    @Test
    void aDenoiserCutShortIsRefused() throws Exception {
        byte[] whole = new TinyDenoiser(3, 4, 0, 0).onnx();
        var cut = with(withoutText(), DENOISER, Arrays.copyOf(whole, whole.length - 5));

        assertThatThrownBy(() -> load(cut))
                .isInstanceOf(BundleException.class)
                .hasMessage("unet/model.onnx is no ONNX graph, or not all of one");
    }

    @Test
    void aDenoiserThatTakesSomethingElseIsRefused() throws Exception {
        var other = with(withoutText(), DENOISER, new TinyDenoiser(3, 4, 2, 4).onnx());

        assertThatThrownBy(() -> load(other))
                .isInstanceOf(BundleException.class)
                .hasMessage("The bundle can't be run: The denoiser must have the inputs [sample, timestep] "
                        + "(got [encoder_hidden_states, sample, timestep])");
    }

    @Test
    void aTextEncoderThatIsAnotherGraphIsRefused() throws Exception {
        var swapped =
                with(TinyBundle.withText(server, "1", 4, 8).manifest(), ENCODER, new TinyDenoiser(3, 4, 0, 0).onnx());

        assertThatThrownBy(() -> load(swapped))
                .isInstanceOf(BundleException.class)
                .hasMessage("The bundle can't be run: The text encoder must have the inputs "
                        + "[attention_mask, input_ids, token_type_ids] (got [sample, timestep])");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "../tokenizer/tokenizer.json", "a/../b", "*/_ORT_MEM_ADDR_/*", ""})
    void weightsOutsideTheGraphsFolderAreRefused(String location) throws Exception {
        var evil = with(withoutText(), DENOISER, externalWeights(location).toByteArray());

        assertThatThrownBy(() -> load(evil))
                .isInstanceOf(BundleException.class)
                .hasMessageStartingWith("the location in external_data of unet/model.onnx must be ");
    }

    @Test
    void weightsInAFileNobodyVerifiedAreRefused() throws Exception {
        // Given
        var manifest =
                with(withoutText(), DENOISER, externalWeights("weights.bin").toByteArray());
        var bundle = cache.fetch(TinyBundle.of(server, manifest).digest());
        Files.write(bundle.denoiser().resolveSibling("weights.bin"), weights());

        // Then
        assertThatThrownBy(() -> new Model(bundle, new Ort(1), 2, 4))
                .isInstanceOf(BundleException.class)
                .hasMessage("the location in external_data of unet/model.onnx must be a file of the bundle "
                        + "(got \"weights.bin\")");
    }

    @Test
    void weightsInAVerifiedFileAreTaken() throws Exception {
        // Given
        var manifest =
                with(withoutText(), DENOISER, externalWeights("weights.bin").toByteArray());

        // When
        var complete = with(manifest, "unet/weights.bin", weights());

        // Then
        try (var inside = load(withoutText());
                var beside = load(complete)) {
            assertThat(answer(beside)).isEqualTo(answer(inside));
        }
    }

    @Test
    void weightsThatTheirFileCannotHoldAreRefused() throws Exception {
        var manifest =
                with(withoutText(), DENOISER, externalWeights("weights.bin").toByteArray());
        var empty = with(manifest, "unet/weights.bin", new byte[20]);

        assertThatThrownBy(() -> load(empty))
                .isInstanceOf(BundleException.class)
                .hasMessage("unet/model.onnx must have tensors that their files hold "
                        + "(got \"w1\" with 108 elements in 20 bytes)");
    }

    @Test
    void anEncoderInAnotherFormatIsRefused() {
        var manifest = with(TinyBundle.withText(server, "1", 4, 8).manifest(), "text_encoder/model.ort", new byte[1]);
        var renamed = manifest.toBuilder();
        renamed.getTextBuilder().setEncoder("text_encoder/model.ort");

        assertThatThrownBy(() -> load(renamed.build()))
                .isInstanceOf(BundleException.class)
                .hasMessage("text.encoder must end in .onnx (got \"text_encoder/model.ort\")");
    }

    @Test
    void aGraphThatReachesBeyondItsBundleIsRefused() throws Exception {
        var model = ModelProto.parseFrom(new TinyDenoiser(3, 4, 0, 0).onnx()).toBuilder();
        model.getGraphBuilder().getNodeBuilder(0).setDomain("ai.onnx.contrib");
        var evil = with(withoutText(), DENOISER, model.build().toByteArray());

        assertThatThrownBy(() -> load(evil))
                .isInstanceOf(BundleException.class)
                .hasMessage("unet/model.onnx must have only operators that samplers allow "
                        + "(got \"Conv\" of the domain \"ai.onnx.contrib\")");
    }

    @Test
    void theTextEncodersWeightsAreCheckedToo() throws Exception {
        var evil = with(
                TinyBundle.withText(server, "1", 4, 8).manifest(),
                ENCODER,
                externalWeights("/etc/passwd").toByteArray());

        assertThatThrownBy(() -> load(evil))
                .isInstanceOf(BundleException.class)
                .hasMessageStartingWith("the location in external_data of text_encoder/model.onnx must be ");
    }

    @Test
    void weightsCountTwiceAndBuffersOnce() throws Exception {
        // Given
        var bundle = cache.fetch(TinyBundle.of(server, withoutText()).digest());

        // When
        long bytes = Model.bytes(bundle, 16, 256);

        // Then
        long rows = 16 * 4 * (2 * 3 * 8 * 8 + 1);
        assertThat(bytes).isEqualTo(2 * Files.size(bundle.denoiser()) + rows);
    }

    private Model load(BundleManifest manifest) throws IOException, InterruptedException {
        return new Model(cache.fetch(TinyBundle.of(server, manifest).digest()), new Ort(1), 2, 4);
    }

    private BundleManifest withoutText() {
        return TinyBundle.withoutText(server, "1", 4, 8).manifest();
    }

    /** The bundle with another file at this path. */
    private BundleManifest with(BundleManifest manifest, String path, byte[] bytes) {
        server.put(bytes);
        var changed = manifest.toBuilder().clearFiles();
        manifest.getFilesList().stream()
                .filter(file -> !file.getPath().equals(path))
                .forEach(changed::addFiles);
        return changed.addFiles(BundleFile.newBuilder()
                        .setPath(path)
                        .setSha256(Sha256.of(bytes))
                        .setSizeBytes(bytes.length))
                .build();
    }

    /** The tiny denoiser with its first convolution's weights in another file. */
    private static ModelProto externalWeights(String location) throws IOException {
        var model = ModelProto.parseFrom(new TinyDenoiser(3, 4, 0, 0).onnx()).toBuilder();
        model.getGraphBuilder()
                .getInitializerBuilder(0)
                .clearFloatData()
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(
                        StringStringEntryProto.newBuilder().setKey("location").setValue(location));
        return model.build();
    }

    private static byte[] weights() throws IOException {
        var model = ModelProto.parseFrom(new TinyDenoiser(3, 4, 0, 0).onnx());
        var floats = model.getGraph().getInitializer(0).getFloatDataList();
        var bytes = ByteBuffer.allocate(floats.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        floats.forEach(bytes::putFloat);
        return bytes.array();
    }

    private static float[] answer(Model model) {
        double[] sample = new double[model.session().sample().elements()];
        Arrays.setAll(sample, i -> i / 100.0 - 1);
        model.session().put(0, sample, 10, new float[0]);
        float[] answer = new float[model.session().outputElements()];
        model.session().run(1).get(0, answer);
        return answer;
    }
}
