package io.unstir.sampler.model;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads an ONNX file before ONNX Runtime does, and refuses what no model of ours needs. Walks the file by ONNX's own description of it, so that nothing is
 * missed wherever it stands, and keeps nothing of what it walks over but the tensors that are elsewhere, so that no file takes more memory than a few pages.
 */
final class GraphWalk {
    /** A U-Net with every shape written down has some 30,000. */
    private static final int MOST_NODES = 100_000;
    /** Each becomes an object of some hundred bytes in ONNX Runtime, and may be two bytes in the file. */
    private static final int MOST_MESSAGES = 2_000_000;
    /** Without graphs in graphs, types in types are all that can be deep. */
    private static final int DEEPEST = 30;

    private static final int MOST_AXES = 32;
    private static final int MOST_OUTSIDE = 100_000;
    /** The smallest elements have two bits. */
    static final int ELEMENTS_PER_BYTE = 4;

    private static final int LONGEST_NAME = 1 << 12;
    private static final int LONGEST_ENTRY = 1 << 16;
    private static final String LOCATION = "location";

    /** By the field's full name. */
    private static final Map<String, String> REFUSED = Map.of(
            field(ModelProto.getDescriptor(), ModelProto.FUNCTIONS_FIELD_NUMBER), "functions",
            field(ModelProto.getDescriptor(), ModelProto.TRAINING_INFO_FIELD_NUMBER), "training information",
            field(GraphProto.getDescriptor(), GraphProto.SPARSE_INITIALIZER_FIELD_NUMBER), "sparse tensors",
            field(AttributeProto.getDescriptor(), AttributeProto.SPARSE_TENSOR_FIELD_NUMBER), "sparse tensors",
            field(AttributeProto.getDescriptor(), AttributeProto.SPARSE_TENSORS_FIELD_NUMBER), "sparse tensors",
            field(AttributeProto.getDescriptor(), AttributeProto.G_FIELD_NUMBER), "graphs in nodes",
            field(AttributeProto.getDescriptor(), AttributeProto.GRAPHS_FIELD_NUMBER), "graphs in nodes");

    private final String name;
    private final CodedInputStream in;
    private final List<OutsideTensor> outside = new ArrayList<>();
    private int nodes;
    private int messages;

    private GraphWalk(String name, CodedInputStream in) {
        this.name = name;
        this.in = in;
    }

    /** What a kind of message wants to know of its own fields. */
    private interface Reading {
        /** @return whether it has read this field, which is skipped else */
        boolean read(int field, int wireType) throws IOException;

        /** After the last field. */
        void end(int bytes);
    }

    /**
     * The tensors whose bytes are in other files.
     *
     * @param name of the file, for messages
     * @throws InvalidProtocolBufferException when the file is cut short or no ONNX graph
     * @throws BundleException when it has what a bundle's graph must not have
     */
    static List<OutsideTensor> outsideTensors(String name, Path graph) throws IOException {
        long size = Files.size(graph);
        if (size > Integer.MAX_VALUE) {
            throw new BundleException("%s must have at most %d bytes (got %d); weights may lie in a file beside it"
                    .formatted(name, Integer.MAX_VALUE, size));
        }
        try (var file = new BufferedInputStream(Files.newInputStream(graph))) {
            var in = CodedInputStream.newInstance(file);
            in.setSizeLimit(Integer.MAX_VALUE);
            var walk = new GraphWalk(name, in);
            walk.message(ModelProto.getDescriptor(), (int) size, 0);
            return walk.outside;
        }
    }

    private void message(Descriptor type, int bytes, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw refused("messages nested at most %d deep", DEEPEST);
        }
        if (++messages > MOST_MESSAGES) {
            throw refused("at most %d messages", MOST_MESSAGES);
        }
        Optional<Reading> reading = reading(type);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            int number = WireFormat.getTagFieldNumber(tag);
            int wireType = WireFormat.getTagWireType(tag);
            if (reading.isPresent() && reading.get().read(number, wireType)) {
                continue;
            }
            var field = type.findFieldByNumber(number);
            if (wireType == WireFormat.WIRETYPE_LENGTH_DELIMITED && isMessage(field)) {
                inner(field, depth);
            } else if (!in.skipField(tag)) {
                throw new InvalidProtocolBufferException("a group ends that did not begin");
            }
        }
        reading.ifPresent(own -> own.end(bytes));
    }

    private void inner(FieldDescriptor field, int depth) throws IOException {
        if (REFUSED.containsKey(field.getFullName())) {
            throw refused("no %s", REFUSED.get(field.getFullName()));
        }
        int length = in.readRawVarint32();
        int outer = in.pushLimit(length);
        message(field.getMessageType(), length, depth + 1);
        if (in.getBytesUntilLimit() != 0) {
            throw new InvalidProtocolBufferException("the file ends in the middle of a message");
        }
        in.popLimit(outer);
    }

    private Optional<Reading> reading(Descriptor type) {
        if (type.equals(NodeProto.getDescriptor())) {
            return Optional.of(new Node());
        }
        return type.equals(TensorProto.getDescriptor()) ? Optional.of(new Tensor()) : Optional.empty();
    }

    private static boolean isMessage(FieldDescriptor field) {
        return field != null && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
    }

    private final class Node implements Reading {
        private String type = "";
        private String domain = "";

        @Override
        public boolean read(int field, int wireType) throws IOException {
            if (wireType != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                return false;
            }
            switch (field) {
                case NodeProto.OP_TYPE_FIELD_NUMBER -> type = text("an operator's name", LONGEST_NAME);
                case NodeProto.DOMAIN_FIELD_NUMBER -> domain = text("an operator's domain", LONGEST_NAME);
                default -> {
                    return false;
                }
            }
            return true;
        }

        @Override
        public void end(int bytes) {
            if (++nodes > MOST_NODES) {
                throw refused("at most %d nodes", MOST_NODES);
            }
            if (!Operators.allow(domain, type)) {
                throw refused(
                        "only operators that samplers allow (got \"%s\" of the domain \"%s\")",
                        BundleException.shown(type), BundleException.shown(domain));
            }
        }
    }

    private final class Tensor implements Reading {
        private String tensor = "";
        private final List<Long> sides = new ArrayList<>();
        private final List<String> locations = new ArrayList<>();

        @Override
        public boolean read(int field, int wireType) throws IOException {
            boolean whole = wireType == WireFormat.WIRETYPE_LENGTH_DELIMITED;
            if (field == TensorProto.DIMS_FIELD_NUMBER && wireType == WireFormat.WIRETYPE_VARINT) {
                side(in.readInt64());
            } else if (field == TensorProto.DIMS_FIELD_NUMBER && whole) {
                packedSides();
            } else if (field == TensorProto.NAME_FIELD_NUMBER && whole) {
                tensor = text("a tensor's name", LONGEST_NAME);
            } else if (field == TensorProto.EXTERNAL_DATA_FIELD_NUMBER && whole) {
                entry();
            } else {
                return false;
            }
            return true;
        }

        @Override
        public void end(int bytes) {
            long elements = elements();
            for (String location : locations) {
                if (outside.size() >= MOST_OUTSIDE) {
                    throw refused("at most %d tensors in other files", MOST_OUTSIDE);
                }
                outside.add(new OutsideTensor(BundleException.shown(tensor), location, elements));
            }
            // Without this a few bytes could ask ONNX Runtime for all memory there is.
            if (locations.isEmpty() && elements / ELEMENTS_PER_BYTE > bytes) {
                throw refused(
                        "tensors that hold their elements (got \"%s\" with %d elements in %d bytes)",
                        BundleException.shown(tensor), elements, bytes);
            }
        }

        private void packedSides() throws IOException {
            int outer = in.pushLimit(in.readRawVarint32());
            while (in.getBytesUntilLimit() > 0) {
                side(in.readInt64());
            }
            in.popLimit(outer);
        }

        private void side(long length) {
            if (sides.size() == MOST_AXES) {
                throw refused("tensors of at most %d axes", MOST_AXES);
            }
            sides.add(length);
        }

        private long elements() {
            long elements = 1;
            for (long side : sides) {
                if (side < 0 || Math.multiplyHigh(elements, side) != 0 || elements * side < 0) {
                    throw refused(
                            "tensors of 0 to 2^63 - 1 elements (got \"%s\" of %s)",
                            BundleException.shown(tensor), sides);
                }
                elements *= side;
            }
            return elements;
        }

        private void entry() throws IOException {
            byte[] bytes = bytes("an external_data entry", LONGEST_ENTRY);
            var entry = StringStringEntryProto.parseFrom(bytes, ExtensionRegistryLite.getEmptyRegistry());
            if (entry.getKey().equals(LOCATION)) {
                locations.add(entry.getValue());
            }
        }
    }

    private String text(String what, int longest) throws IOException {
        return new String(bytes(what, longest), StandardCharsets.UTF_8);
    }

    private byte[] bytes(String what, int longest) throws IOException {
        int length = in.readRawVarint32();
        if (length < 0 || length > longest) {
            throw refused("at most %d bytes in %s (got %d)", longest, what, Integer.toUnsignedLong(length));
        }
        return in.readRawBytes(length);
    }

    private BundleException refused(String rule, Object... values) {
        return new BundleException(name + " must have " + rule.formatted(values));
    }

    private static String field(Descriptor type, int number) {
        return type.findFieldByNumber(number).getFullName();
    }
}
