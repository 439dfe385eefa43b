package io.unstir.sampler.session;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.unstir.sampler.fixture.TinyDenoiser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** A tiny denoiser's graph with something changed. */
record GraphEdits(ModelProto.Builder model) {
    static GraphEdits of(TinyDenoiser denoiser) {
        try {
            return new GraphEdits(ModelProto.parseFrom(denoiser.onnx()).toBuilder());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    Path write(Path folder) throws IOException {
        return Files.write(folder.resolve("model.onnx"), model.build().toByteArray());
    }

    GraphEdits input(String name, Consumer<ValueInfoProto.Builder> edit) {
        graph().getInputBuilderList().stream()
                .filter(input -> input.getName().equals(name))
                .forEach(edit);
        return this;
    }

    GraphEdits output(Consumer<ValueInfoProto.Builder> edit) {
        edit.accept(graph().getOutputBuilder(0));
        return this;
    }

    /** Lets something be done to the answer before it leaves. @param nodes make out_sample of raw_sample */
    GraphEdits after(NodeProto... nodes) {
        var last = graph().getNodeBuilder(graph().getNodeCount() - 1);
        last.setName("raw_sample").setOutput(0, "raw_sample");
        graph().addAllNode(List.of(nodes));
        return this;
    }

    GraphEdits initializer(TensorProto tensor) {
        graph().addInitializer(tensor);
        return this;
    }

    static NodeProto node(String type, String output, String... inputs) {
        return NodeProto.newBuilder()
                .setOpType(type)
                .setName(output)
                .addAllInput(List.of(inputs))
                .addOutput(output)
                .build();
    }

    static AttributeProto ints(String name, long... values) {
        var attribute = AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
        for (long value : values) {
            attribute.addInts(value);
        }
        return attribute.build();
    }

    static AttributeProto number(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    private GraphProto.Builder graph() {
        return model.getGraphBuilder();
    }
}
