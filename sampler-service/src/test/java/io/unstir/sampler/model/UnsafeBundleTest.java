package io.unstir.sampler.model;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import io.unstir.proto.v1.BundleFile;
import io.unstir.sampler.blob.BlobStore;
import io.unstir.sampler.blob.Sha256;
import io.unstir.sampler.fixture.BlobServer;
import io.unstir.sampler.fixture.TinyBundle;
import io.unstir.sampler.fixture.TinyDenoiser;
import io.unstir.sampler.session.Ort;
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

/** Bundles that a sampler must not run, and what it says of them. */
class UnsafeBundleTest {
    private static final String GRAPH = "unet/model.onnx";

    @TempDir
    private Path folder;

    private BlobServer server;
    private BlobStore store;
    private BundleCache cache;
    private TinyBundle bundle;

    @BeforeEach
    void start() throws Exception {
        server = new BlobServer();
        store = new BlobStore(server.url());
        cache = new BundleCache(folder, store);
        bundle = TinyBundle.withoutText(server, "1", 4, 8);
    }

    @AfterEach
    void stop() {
        store.close();
        server.close();
    }

    @Test
    void aSoundBundleIsTaken() throws Exception {
        load(new TinyDenoiser(3, 4, 0, 0).onnx()).close();
    }

    @Test
    void aTruncatedGraphIsRefused() {
        byte[] whole = new TinyDenoiser(3, 4, 0, 0).onnx();

        for (int length : new int[] {0, 1, whole.length / 2, whole.length - 1}) {
            assertThatThrownBy(() -> load(Arrays.copyOf(whole, length)))
                    .isInstanceOf(BundleException.class)
                    .hasMessageStartingWith(GRAPH + " is no ONNX graph");
        }
    }

    @Test
    void aGraphOfAnotherShapeIsRefused() {
        assertThatThrownBy(() -> load(new TinyDenoiser(1, 4, 0, 0).onnx()))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining(
                        "sample must be float [batch, 3, 8, 8] with an open batch (got FLOAT [-1, 1, -1, -1])");
        assertThatThrownBy(() -> load(new TinyDenoiser(3, 4, 6, 10).onnx()))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("must have the inputs [sample, timestep]");
    }

    @Test
    void aGraphWithAFixedBatchIsRefused() {
        var model = model();
        var input = model.getGraphBuilder().getInputBuilder(0).getTypeBuilder().getTensorTypeBuilder();
        input.getShapeBuilder().getDimBuilder(0).setDimValue(1);

        assertThatThrownBy(() -> load(model.build().toByteArray()))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("with an open batch (got FLOAT [1, 3, -1, -1])");
    }

    @Test
    void aManifestThatPromisesAVarianceTheGraphDoesNotGiveIsRefused() {
        String digest = TinyBundle.of(
                        server,
                        bundle.manifest().toBuilder().setLearnedVariance(true).build())
                .digest();

        assertThatThrownBy(() -> new Model(cache.fetch(digest), Ort.cpu(1), 2, 4))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining(
                        "out_sample must be float [batch, 6, 8, 8] with an open batch (got FLOAT [-1, 3, -1, -1])");
    }

    @Test
    void aGraphThatAnswersNoiseWithNothingFiniteIsRefused() {
        var model = model();
        var weights = model.getGraphBuilder().getInitializerBuilder(0);
        weights.setFloatData(0, Float.NaN);

        assertThatThrownBy(() -> load(model.build().toByteArray()))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("not finite");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "../../../blobs/secret", "../unet/model.onnx", "elsewhere.bin", ""})
    void weightsFromAFileThatIsNotTheBundlesAreRefused(String location) throws Exception {
        // Given: a file that would be found if it were looked for
        Files.write(Files.createDirectories(folder.resolve("blobs")).resolve("secret"), new byte[1 << 16]);

        // Then
        assertThatThrownBy(() -> load(external(location)))
                .isInstanceOf(BundleException.class)
                .hasMessage(
                        GRAPH + " takes weights from a file that is none of the bundle's (got \"" + location + "\")");
    }

    @Test
    void weightsInAFileOfTheBundleAreTaken() throws Exception {
        // Given
        var weights = model().getGraph().getInitializer(0);
        var bytes = ByteBuffer.allocate(4 * weights.getFloatDataCount()).order(ByteOrder.LITTLE_ENDIAN);
        weights.getFloatDataList().forEach(bytes::putFloat);

        // When
        var digest = bundleWith(external("weights.bin"), file("unet/weights.bin", bytes.array()));

        // Then
        new Model(cache.fetch(digest), Ort.cpu(1), 2, 4).close();
    }

    @Test
    void weightsFromElsewhereAreFoundInSubgraphsToo() {
        // Given
        var model = model();
        var inner = GraphProto.newBuilder().setName("inner").addInitializer(externalTensor("/etc/passwd"));
        model.getGraphBuilder()
                .addNode(NodeProto.newBuilder()
                        .setOpType("If")
                        .addAttribute(AttributeProto.newBuilder()
                                .setName("then_branch")
                                .setType(AttributeProto.AttributeType.GRAPH)
                                .setG(inner)));
        var constant = model();
        constant.getGraphBuilder()
                .addNode(NodeProto.newBuilder()
                        .setOpType("Constant")
                        .addAttribute(AttributeProto.newBuilder()
                                .setName("value")
                                .setType(AttributeProto.AttributeType.TENSOR)
                                .setT(externalTensor("/etc/passwd"))));

        // Then
        for (var graph : new ModelProto.Builder[] {model, constant}) {
            assertThatThrownBy(() -> load(graph.build().toByteArray()))
                    .isInstanceOf(BundleException.class)
                    .hasMessageContaining("none of the bundle's");
        }
    }

    @Test
    void aStoreThatGivesOtherBytesIsAskedAgainAndNeverBelieved() {
        server.corrupt(bundle.manifest().getFiles(0).getSha256());

        assertThatThrownBy(() -> cache.fetch(bundle.digest()))
                .isInstanceOf(java.io.IOException.class)
                .hasMessageContaining("came with the digest");
    }

    private Model load(byte[] graph) throws Exception {
        return new Model(cache.fetch(bundleWith(graph)), Ort.cpu(1), 2, 4);
    }

    private String bundleWith(byte[] graph, BundleFile... more) {
        return TinyBundle.of(
                        server,
                        bundle.manifest().toBuilder()
                                .clearFiles()
                                .addFiles(file(GRAPH, graph))
                                .addAllFiles(Arrays.asList(more))
                                .build())
                .digest();
    }

    private BundleFile file(String path, byte[] bytes) {
        server.put(bytes);
        return BundleFile.newBuilder()
                .setPath(path)
                .setSha256(Sha256.of(bytes))
                .setSizeBytes(bytes.length)
                .build();
    }

    private static byte[] external(String location) {
        var model = model();
        var weights = model.getGraphBuilder().getInitializerBuilder(0);
        long bytes = 4L * weights.getFloatDataCount();
        weights.clearFloatData()
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(entry("location", location))
                .addExternalData(entry("offset", "0"))
                .addExternalData(entry("length", Long.toString(bytes)));
        return model.build().toByteArray();
    }

    private static TensorProto externalTensor(String location) {
        return TensorProto.newBuilder()
                .setName("w")
                .setDataType(TensorProto.DataType.FLOAT.getNumber())
                .addDims(1)
                .setRawData(ByteString.EMPTY)
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(entry("location", location))
                .build();
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }

    private static ModelProto.Builder model() {
        try {
            return ModelProto.parseFrom(new TinyDenoiser(3, 4, 0, 0).onnx()).toBuilder();
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }
}
