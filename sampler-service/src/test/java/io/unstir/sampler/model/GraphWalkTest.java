package io.unstir.sampler.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TrainingInfoProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.unstir.sampler.fixture.MiniLm;
import io.unstir.sampler.fixture.TinyDenoiser;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GraphWalkTest {
    private static final Path SHIPPED = Path.of("..", "deploy", "models", "emoji");

    @TempDir
    private Path folder;

    /** What a graph has, the graph, and what its owner is told. */
    private record Refused(String what, ModelProto.Builder model, String message) {
        Refused(String what, GraphProto.Builder graph, String message) {
            this(what, ModelProto.newBuilder().setGraph(graph), message);
        }

        @Override
        public String toString() {
            return what;
        }
    }

    private static Stream<Refused> refusedGraphs() {
        var sparse = SparseTensorProto.newBuilder().setValues(outside("sparse"));
        var inner = GraphProto.newBuilder().addInitializer(outside("subgraph"));
        String graphs = "model.onnx must have no graphs in nodes";
        String tensors = "model.onnx must have no sparse tensors";
        return Stream.of(
                new Refused("a sparse initializer", GraphProto.newBuilder().addSparseInitializer(sparse), tensors),
                new Refused(
                        "a sparse attribute", with(AttributeProto.newBuilder().setSparseTensor(sparse)), tensors),
                new Refused(
                        "sparse attributes", with(AttributeProto.newBuilder().addSparseTensors(sparse)), tensors),
                new Refused(
                        "a graph in a node", with(AttributeProto.newBuilder().setG(inner)), graphs),
                new Refused("graphs in a node", with(AttributeProto.newBuilder().addGraphs(inner)), graphs),
                new Refused(
                        "a function",
                        ModelProto.newBuilder().addFunctions(FunctionProto.newBuilder()),
                        "model.onnx must have no functions"),
                new Refused(
                        "training information",
                        ModelProto.newBuilder().addTrainingInfo(TrainingInfoProto.newBuilder()),
                        "model.onnx must have no training information"),
                new Refused(
                        "a loop",
                        with(node("", "Loop")),
                        "model.onnx must have only operators that samplers allow (got \"Loop\" of the domain \"\")"),
                new Refused(
                        "random numbers of its own",
                        with(node("ai.onnx", "RandomNormal")),
                        "model.onnx must have only operators that samplers allow (got \"RandomNormal\" of the domain \"ai.onnx\")"),
                new Refused(
                        "a compiled part in another file",
                        with(node("com.microsoft", "EPContext")),
                        "model.onnx must have only operators that samplers allow (got \"EPContext\" of the domain \"com.microsoft\")"),
                new Refused(
                        "another domain",
                        with(node("evil\ndomain", "Add")),
                        "model.onnx must have only operators that samplers allow (got \"Add\" of the domain \"evil?domain\")"),
                new Refused(
                        "a node of no operator",
                        with(NodeProto.newBuilder()),
                        "model.onnx must have only operators that samplers allow (got \"\" of the domain \"\")"),
                new Refused(
                        "a very long name",
                        with(node("", "A".repeat(5_000))),
                        "model.onnx must have at most 4096 bytes in an operator's name (got 5000)"),
                new Refused(
                        "a large tensor without bytes",
                        with(tensor(1 << 20, 1 << 20)),
                        "model.onnx must have tensors that hold their elements (got \"weights\" with 1099511627776 elements in 19 bytes)"),
                new Refused(
                        "a tensor with more elements than can be counted",
                        with(tensor(1L << 32, 1L << 31)),
                        "model.onnx must have tensors of 0 to 2^63 - 1 elements (got \"weights\" of [4294967296, 2147483648])"),
                new Refused(
                        "a tensor whose size wraps around to nothing",
                        with(tensor(1L << 32, 1L << 32)),
                        "model.onnx must have tensors of 0 to 2^63 - 1 elements (got \"weights\" of [4294967296, 4294967296])"),
                new Refused(
                        "an axis below nothing",
                        with(tensor(2, -1)),
                        "model.onnx must have tensors of 0 to 2^63 - 1 elements (got \"weights\" of [2, -1])"),
                new Refused("many axes", with(tensor(ones(33))), "model.onnx must have tensors of at most 32 axes"),
                new Refused(
                        "types in types",
                        GraphProto.newBuilder()
                                .addInput(ValueInfoProto.newBuilder().setType(nested(60))),
                        "model.onnx must have messages nested at most 30 deep"),
                new Refused(
                        "a very long location",
                        with(outside("x".repeat(70_000))),
                        "model.onnx must have at most 65536 bytes in an external_data entry (got 70014)"));
    }

    @ParameterizedTest
    @MethodSource("refusedGraphs")
    void whatNoModelNeedsIsRefused(Refused refused) throws IOException {
        Path file = file(refused.model().build().toByteArray());

        assertThatThrownBy(() -> walk(file)).isInstanceOf(BundleException.class).hasMessage(refused.message());
    }

    @Test
    void aMillionNodesAreRefused() throws IOException {
        // Given
        byte[] one = with(node("", "Add")).build().toByteArray();
        byte[] nodes = new byte[1_000_000 * one.length];
        for (int i = 0; i < nodes.length; i += one.length) {
            System.arraycopy(one, 0, nodes, i, one.length);
        }

        // Then
        Path file = file(modelOf(nodes));
        assertThatThrownBy(() -> walk(file))
                .isInstanceOf(BundleException.class)
                .hasMessage("model.onnx must have at most 100000 nodes");
    }

    @Test
    void millionsOfEmptyMessagesAreRefused() throws IOException {
        // Given
        byte[] one = GraphProto.newBuilder()
                .addValueInfo(ValueInfoProto.newBuilder())
                .build()
                .toByteArray();
        byte[] values = new byte[2_000_000 * one.length];
        for (int i = 0; i < values.length; i += one.length) {
            System.arraycopy(one, 0, values, i, one.length);
        }

        // Then
        Path file = file(modelOf(values));
        assertThatThrownBy(() -> walk(file))
                .isInstanceOf(BundleException.class)
                .hasMessage("model.onnx must have at most 2000000 messages");
    }

    @Test
    void aFileOfMoreThanTwoGibibytesIsRefusedUnread() throws IOException {
        Path large = folder.resolve("model.onnx");
        try (var file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(1L << 31);
        }

        assertThatThrownBy(() -> walk(large))
                .isInstanceOf(BundleException.class)
                .hasMessage("model.onnx must have at most 2147483647 bytes (got 2147483648); "
                        + "weights may lie in a file beside it");
    }

    @Test
    void tensorsInOtherFilesAreFoundWhereverTheyMayStand() throws IOException {
        // Given
        var node = node("", "Constant")
                .addAttribute(AttributeProto.newBuilder().setT(outside("attribute")))
                .addAttribute(AttributeProto.newBuilder().addTensors(outside("attributes")));
        var graph =
                GraphProto.newBuilder().addInitializer(outside("initializer")).addNode(node);

        // When
        var found = walk(file(ModelProto.newBuilder().setGraph(graph).build().toByteArray()));

        // Then
        assertThat(found)
                .containsExactlyInAnyOrder(
                        new OutsideTensor("weights", "initializer", 6),
                        new OutsideTensor("weights", "attribute", 6),
                        new OutsideTensor("weights", "attributes", 6));
    }

    @ParameterizedTest
    @ValueSource(strings = {"unet", "text_encoder"})
    void theShippedModelPasses(String part) throws IOException {
        assertThat(walk(SHIPPED.resolve(part).resolve("model.onnx"))).isEmpty();
    }

    @Test
    void graphsThatHoldTheirWeightsPass() throws IOException {
        assertThat(walk(file(new TinyDenoiser(3, 4, 4, 8).onnx()))).isEmpty();
        assertThat(walk(file(MiniLm.graph()))).isEmpty();
    }

    @Test
    void aFileCutShortAnywhereIsNoticed() throws IOException {
        byte[] whole = ModelProto.newBuilder()
                .setGraph(with(outside("weights")).setName("g"))
                .build()
                .toByteArray();

        for (int length = 1; length < whole.length; length++) {
            Path cut = file(Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> walk(cut)).isInstanceOf(InvalidProtocolBufferException.class);
        }
    }

    @Test
    void bytesThatAreNoGraphAreRefused() throws IOException {
        Path text = file("no graph".getBytes(StandardCharsets.US_ASCII));

        assertThatThrownBy(() -> walk(text)).isInstanceOf(InvalidProtocolBufferException.class);
    }

    /** What is let pass has to be what the parser of ONNX's own description reads, with nothing hidden from the walk. */
    @Test
    void damagedGraphsAreRefusedOrHaveAllowedOperatorsOnly() throws IOException {
        // Given
        byte[] whole = new TinyDenoiser(1, 2, 2, 2).onnx();
        var random = new Random(7);
        int passed = 0;
        for (int i = 0; i < 600; i++) {
            byte[] damaged = whole.clone();
            for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }

            // When
            if (passes(damaged)) {
                passed++;
                // Then
                for (NodeProto node : nodes(damaged)) {
                    assertThat(Operators.allow(node.getDomain(), node.getOpType()))
                            .isTrue();
                    assertThat(node.getAttributeList()).noneMatch(AttributeProto::hasG);
                }
            }
        }
        assertThat(passed).isBetween(20, 580);
    }

    /** None of what is no graph inside a field that the walk has no reason to look into. */
    private static List<NodeProto> nodes(byte[] bytes) {
        try {
            return ModelProto.parseFrom(bytes).getGraph().getNodeList();
        } catch (InvalidProtocolBufferException broken) {
            return List.of();
        }
    }

    private boolean passes(byte[] bytes) throws IOException {
        try {
            walk(file(bytes));
            return true;
        } catch (InvalidProtocolBufferException | BundleException refused) {
            return false;
        }
    }

    private static List<OutsideTensor> walk(Path file) throws IOException {
        return GraphWalk.outsideTensors("model.onnx", file);
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("model.onnx"), bytes);
    }

    /** A model of a graph that is these bytes. */
    private static byte[] modelOf(byte[] graph) {
        return ModelProto.newBuilder()
                .setUnknownFields(UnknownFieldSet.newBuilder()
                        .addField(
                                ModelProto.GRAPH_FIELD_NUMBER,
                                UnknownFieldSet.Field.newBuilder()
                                        .addLengthDelimited(ByteString.copyFrom(graph))
                                        .build())
                        .build())
                .build()
                .toByteArray();
    }

    private static NodeProto.Builder node(String domain, String type) {
        return NodeProto.newBuilder().setDomain(domain).setOpType(type);
    }

    private static GraphProto.Builder with(AttributeProto.Builder attribute) {
        return with(node("", "Constant").addAttribute(attribute));
    }

    private static GraphProto.Builder with(NodeProto.Builder node) {
        return GraphProto.newBuilder().addNode(node);
    }

    private static GraphProto.Builder with(TensorProto tensor) {
        return GraphProto.newBuilder().addInitializer(tensor);
    }

    private static TensorProto tensor(long... dims) {
        var tensor = TensorProto.newBuilder().setName("weights").setDataType(TensorProto.DataType.FLOAT_VALUE);
        for (long dim : dims) {
            tensor.addDims(dim);
        }
        return tensor.build();
    }

    private static TensorProto outside(String location) {
        return tensor(2, 3).toBuilder()
                .setRawData(ByteString.copyFrom(new byte[20]))
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(entry("offset", "0"))
                .addExternalData(entry("location", location))
                .build();
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }

    private static long[] ones(int count) {
        return Collections.nCopies(count, 1L).stream()
                .mapToLong(Long::longValue)
                .toArray();
    }

    private static TypeProto nested(int depth) {
        var type = TypeProto.getDefaultInstance();
        for (int i = 0; i < depth; i++) {
            type = TypeProto.newBuilder()
                    .setSequenceType(TypeProto.Sequence.newBuilder().setElemType(type))
                    .build();
        }
        return type;
    }
}
