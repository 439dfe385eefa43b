package io.unstir.sampler.model;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The files an ONNX graph names as places of its tensors' bytes. Walks the file by ONNX's own description of it, so that no tensor is missed wherever
 * it stands, and keeps nothing of what it walks over, so that no file takes more memory than a few pages.
 */
final class ExternalData {
    private static final FieldDescriptor ENTRIES =
            TensorProto.getDescriptor().findFieldByNumber(TensorProto.EXTERNAL_DATA_FIELD_NUMBER);
    private static final String LOCATION = "location";
    /** Subgraphs in subgraphs and what is between them; ONNX Runtime's own parser allows 100. */
    private static final int DEEPEST = 100;

    private static final int LONGEST_ENTRY = 1 << 16;

    private final CodedInputStream in;
    private final List<String> locations = new ArrayList<>();

    private ExternalData(CodedInputStream in) {
        this.in = in;
    }

    /** @throws InvalidProtocolBufferException when the file is cut short or no ONNX graph */
    static List<String> locations(Path graph) throws IOException {
        try (var file = new BufferedInputStream(Files.newInputStream(graph))) {
            var in = CodedInputStream.newInstance(file);
            in.setSizeLimit(Integer.MAX_VALUE);
            var walk = new ExternalData(in);
            walk.message(ModelProto.getDescriptor(), 0);
            return walk.locations;
        }
    }

    private void message(Descriptor type, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new InvalidProtocolBufferException("messages are nested deeper than " + DEEPEST);
        }
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            var field = type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
            boolean whole = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
            if (whole && ENTRIES.equals(field)) {
                entry();
            } else if (whole && field != null && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                int outer = in.pushLimit(in.readRawVarint32());
                message(field.getMessageType(), depth + 1);
                if (in.getBytesUntilLimit() != 0) {
                    throw new InvalidProtocolBufferException("the file ends in the middle of a message");
                }
                in.popLimit(outer);
            } else if (!in.skipField(tag)) {
                throw new InvalidProtocolBufferException("a group ends that did not begin");
            }
        }
    }

    private void entry() throws IOException {
        int length = in.readRawVarint32();
        if (length < 0 || length > LONGEST_ENTRY) {
            throw new InvalidProtocolBufferException(
                    "an external_data entry is longer than %d bytes".formatted(LONGEST_ENTRY));
        }
        var entry = StringStringEntryProto.parseFrom(in.readRawBytes(length), ExtensionRegistryLite.getEmptyRegistry());
        if (entry.getKey().equals(LOCATION)) {
            locations.add(entry.getValue());
        }
    }
}
