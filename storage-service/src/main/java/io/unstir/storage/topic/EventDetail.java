package io.unstir.storage.topic;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.unstir.proto.v1.JobControl;
import io.unstir.proto.v1.JobEvent;
import io.unstir.proto.v1.TrainingEvent;
import java.util.Optional;

/** What an event says, of whatever kind it is, in Protobuf's JSON form: numbers that are zero are there too. */
public final class EventDetail {
    private static final JsonFormat.Printer PRINTER = JsonFormat.printer()
            .preservingProtoFieldNames()
            .alwaysPrintFieldsWithNoPresence()
            .omittingInsignificantWhitespace();

    private EventDetail() {}

    /** Empty for an event that this version does not know. */
    public static Optional<String> of(JobEvent event) throws InvalidProtocolBufferException {
        return ofTheOne(event);
    }

    /** Empty for an event that this version does not know. */
    public static Optional<String> of(TrainingEvent event) throws InvalidProtocolBufferException {
        return ofTheOne(event);
    }

    /** Empty for a command that this version does not know. */
    static Optional<String> of(JobControl control) throws InvalidProtocolBufferException {
        return ofTheOne(control);
    }

    private static Optional<String> ofTheOne(Message message) throws InvalidProtocolBufferException {
        var oneof = message.getDescriptorForType().getRealOneofs().getFirst();
        var field = message.getOneofFieldDescriptor(oneof);
        return field == null ? Optional.empty() : Optional.of(PRINTER.print((Message) message.getField(field)));
    }
}
