package io.unstir.sampler.model;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * An ONNX file of a bundle, looked into before ONNX Runtime opens it: weights may lie in other files, and those must be files of the bundle, whose digests were verified.
 *
 * @param path in the bundle
 * @param files all paths of the bundle
 */
record GraphFile(Path folder, String path, Set<String> files) {
    /** More than any graph nests; a stack overflow must not be somebody's message. */
    private static final int DEEPEST = 100;

    /** @throws BundleException when it is no graph, or takes weights from elsewhere */
    void requireClosed() {
        var model = read();
        require(model.getGraph());
        for (FunctionProto function : model.getFunctionsList()) {
            function.getNodeList().forEach(this::require);
        }
    }

    private ModelProto read() {
        try (var in = new BufferedInputStream(Files.newInputStream(new BundlePath(path).in(folder)))) {
            var coded = CodedInputStream.newInstance(in);
            coded.setSizeLimit(Integer.MAX_VALUE);
            coded.setRecursionLimit(DEEPEST);
            var model = ModelProto.parseFrom(coded);
            if (!model.hasGraph() || model.getGraph().getNodeCount() == 0) {
                throw new BundleException(path + " is no ONNX graph");
            }
            return model;
        } catch (InvalidProtocolBufferException e) {
            throw new BundleException(path + " is no ONNX graph, or a part of one", e);
        } catch (IOException e) {
            throw new BundleException(path + " can't be read", e);
        }
    }

    private void require(GraphProto graph) {
        requireAll(graph.getInitializerList());
        requireSparse(graph.getSparseInitializerList());
        graph.getNodeList().forEach(this::require);
    }

    private void require(NodeProto node) {
        for (AttributeProto attribute : node.getAttributeList()) {
            require(attribute.getT());
            requireAll(attribute.getTensorsList());
            requireSparse(attribute.getSparseTensorsList());
            require(attribute.getSparseTensor().getValues());
            require(attribute.getSparseTensor().getIndices());
            if (attribute.hasG()) {
                require(attribute.getG());
            }
            attribute.getGraphsList().forEach(this::require);
        }
    }

    private void requireAll(List<TensorProto> tensors) {
        tensors.forEach(this::require);
    }

    private void requireSparse(List<SparseTensorProto> tensors) {
        for (SparseTensorProto tensor : tensors) {
            require(tensor.getValues());
            require(tensor.getIndices());
        }
    }

    private void require(TensorProto tensor) {
        if (tensor.getDataLocation() != TensorProto.DataLocation.EXTERNAL && tensor.getExternalDataCount() == 0) {
            return;
        }
        String location = tensor.getExternalDataList().stream()
                .filter(entry -> entry.getKey().equals("location"))
                .map(StringStringEntryProto::getValue)
                .findFirst()
                .orElse("");
        String beside = path.substring(0, path.lastIndexOf('/') + 1) + location;
        if (location.isEmpty() || !files.contains(beside)) {
            throw new BundleException("%s takes weights from a file that is none of the bundle's (got \"%s\")"
                    .formatted(path, location.length() <= 100 ? location : location.substring(0, 100)));
        }
        // A path that climbs can't be a bundle's: its form is checked where the manifest is read.
    }
}
