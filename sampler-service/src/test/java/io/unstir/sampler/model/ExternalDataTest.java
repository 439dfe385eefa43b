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
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.unstir.sampler.fixture.TinyDenoiser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExternalDataTest {
    @TempDir
    private Path folder;

    @Test
    void aGraphThatHoldsItsWeightsNamesNoFile() throws IOException {
        assertThat(ExternalData.locations(file(new TinyDenoiser(3, 4, 4, 8).onnx())))
                .isEmpty();
    }

    @Test
    void locationsAreFoundWhereverATensorMayStand() throws IOException {
        // Given
        var inner = GraphProto.newBuilder().addInitializer(external("subgraph"));
        var sparse =
                SparseTensorProto.newBuilder().setValues(external("sparse")).setIndices(external("indices"));
        var node = NodeProto.newBuilder()
                .addAttribute(AttributeProto.newBuilder().setT(external("attribute")))
                .addAttribute(AttributeProto.newBuilder().addTensors(external("attributes")))
                .addAttribute(AttributeProto.newBuilder().setSparseTensor(sparse))
                .addAttribute(AttributeProto.newBuilder().addGraphs(inner))
                .addAttribute(AttributeProto.newBuilder()
                        .setG(GraphProto.newBuilder()
                                .addNode(NodeProto.newBuilder()
                                        .addAttribute(AttributeProto.newBuilder()
                                                .setG(GraphProto.newBuilder().addInitializer(external("deep")))))));
        var model = ModelProto.newBuilder()
                .setGraph(GraphProto.newBuilder()
                        .addInitializer(external("initializer"))
                        .addSparseInitializer(SparseTensorProto.newBuilder().setValues(external("sparse initializer")))
                        .addNode(node))
                .addFunctions(FunctionProto.newBuilder()
                        .addNode(NodeProto.newBuilder()
                                .addAttribute(AttributeProto.newBuilder().setT(external("function")))))
                .addTrainingInfo(TrainingInfoProto.newBuilder()
                        .setInitialization(GraphProto.newBuilder().addInitializer(external("training"))));

        // When
        var locations = ExternalData.locations(file(model.build().toByteArray()));

        // Then
        assertThat(locations)
                .containsExactlyInAnyOrder(
                        "initializer",
                        "sparse initializer",
                        "attribute",
                        "attributes",
                        "sparse",
                        "indices",
                        "subgraph",
                        "deep",
                        "function",
                        "training");
    }

    @Test
    void aFileCutShortAnywhereIsNoticedOrHarmless() throws IOException {
        byte[] whole = ModelProto.newBuilder()
                .setGraph(GraphProto.newBuilder().setName("g").addInitializer(external("weights")))
                .build()
                .toByteArray();

        for (int length = 1; length < whole.length; length++) {
            Path cut = file(Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> ExternalData.locations(cut)).isInstanceOf(InvalidProtocolBufferException.class);
        }
    }

    @Test
    void bytesThatAreNoGraphAreRefused() throws IOException {
        Path text = file("no graph".getBytes(java.nio.charset.StandardCharsets.US_ASCII));

        assertThatThrownBy(() -> ExternalData.locations(text)).isInstanceOf(InvalidProtocolBufferException.class);
    }

    @Test
    void graphsNestedVeryDeepAreRefused() throws IOException {
        // Given
        var graph = GraphProto.newBuilder().setName("innermost").build();
        for (int i = 0; i < 60; i++) {
            graph = GraphProto.newBuilder()
                    .addNode(NodeProto.newBuilder()
                            .addAttribute(AttributeProto.newBuilder().setG(graph)))
                    .build();
        }
        Path deep = file(ModelProto.newBuilder().setGraph(graph).build().toByteArray());

        // Then
        assertThatThrownBy(() -> ExternalData.locations(deep))
                .isInstanceOf(InvalidProtocolBufferException.class)
                .hasMessage("messages are nested deeper than 100");
    }

    @Test
    void anEntryLongerThanAnyPathIsRefused() throws IOException {
        Path graph = file(ModelProto.newBuilder()
                .setGraph(GraphProto.newBuilder().addInitializer(external("x".repeat(70_000))))
                .build()
                .toByteArray());

        assertThatThrownBy(() -> ExternalData.locations(graph))
                .isInstanceOf(InvalidProtocolBufferException.class)
                .hasMessage("an external_data entry is longer than 65536 bytes");
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("model.onnx"), bytes);
    }

    private static TensorProto external(String location) {
        return TensorProto.newBuilder()
                .setRawData(ByteString.copyFrom(new byte[20]))
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(entry("offset", "0"))
                .addExternalData(entry("location", location))
                .build();
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }
}
