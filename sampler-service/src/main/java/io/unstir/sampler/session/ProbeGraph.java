package io.unstir.sampler.session;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.Map;

/** The smallest graph that needs what a denoiser needs of a device: one convolution of one pixel. */
final class ProbeGraph {
    private static final int OPSET = 17;
    private static final int IR_VERSION = 8;
    private static final int RANK = 4;

    private ProbeGraph() {}

    static byte[] onnx() {
        var weight = TensorProto.newBuilder()
                .setName("w")
                .setDataType(TensorProto.DataType.FLOAT.getNumber())
                .addFloatData(1);
        for (int i = 0; i < RANK; i++) {
            weight.addDims(1);
        }
        var graph = GraphProto.newBuilder()
                .setName("probe")
                .addInput(pixel("x"))
                .addOutput(pixel("y"))
                .addInitializer(weight)
                .addNode(NodeProto.newBuilder()
                        .setOpType("Conv")
                        .addInput("x")
                        .addInput("w")
                        .addOutput("y"));
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
                .setGraph(graph)
                .build()
                .toByteArray();
    }

    static void run(OrtSession session) throws OrtException {
        try (var x = OnnxTensor.createTensor(
                        OrtEnvironment.getEnvironment(), FloatBuffer.wrap(new float[] {1}), new long[] {1, 1, 1, 1});
                var result = session.run(Map.of("x", x))) {
            result.get(0);
        }
    }

    private static ValueInfoProto pixel(String name) {
        var shape = TensorShapeProto.newBuilder();
        for (int i = 0; i < RANK; i++) {
            shape.addDim(Dimension.newBuilder().setDimValue(1));
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(TensorProto.DataType.FLOAT.getNumber())
                                .setShape(shape)))
                .build();
    }
}
