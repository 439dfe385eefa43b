package io.unstir.sampler.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.InvalidProtocolBufferException;
import io.unstir.proto.v1.CheckpointEvent;
import io.unstir.sampler.topic.WholeTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/** Tells a registry what the checkpoints' topic says. */
public record RegistryReader(CheckpointRegistry registry) implements WholeTopic.Reader {
    private static final Logger LOG = Logger.getLogger(RegistryReader.class);

    @Override
    public void apply(ConsumerRecord<byte[], byte[]> record) {
        try {
            registry.apply(new String(record.key(), UTF_8), CheckpointEvent.parseFrom(record.value()));
        } catch (InvalidProtocolBufferException e) {
            LOG.warnf("A registry record is no CheckpointEvent: offset=%d", record.offset());
        }
    }

    @Override
    public void complete() {
        registry.markComplete();
        LOG.infof("The registry was read: checkpoints=%d", registry.size());
    }
}
