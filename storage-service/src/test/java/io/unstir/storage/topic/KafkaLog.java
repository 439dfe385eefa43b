package io.unstir.storage.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.unstir.proto.Topic;
import io.unstir.storage.fixture.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Records at their places in the topics, and the ways in which a consumer may come to see them. */
record KafkaLog(Map<Topic, List<TopicRecord>> topics) {

    static KafkaLog of(List<Event> events) {
        var topics = new EnumMap<Topic, List<TopicRecord>>(Topic.class);
        for (var event : events) {
            var topic = topics.computeIfAbsent(event.topic(), _ -> new ArrayList<>());
            topic.add(record(event, topic.size()));
        }
        return new KafkaLog(topics);
    }

    /** Topic after topic. */
    List<TopicRecord> inOrder() {
        return topics.values().stream().flatMap(List::stream).toList();
    }

    /** Each topic in its order, mixed with the others at random; now and then one goes back and reads again. */
    List<TopicRecord> interleavedWithReplays(Random random) {
        var seen = new ArrayList<TopicRecord>();
        var next = new HashMap<Topic, Integer>();
        var unfinished = new ArrayList<>(topics.keySet());
        while (!unfinished.isEmpty()) {
            var topic = unfinished.get(random.nextInt(unfinished.size()));
            int at = next.getOrDefault(topic, 0);
            seen.add(topics.get(topic).get(at));
            next.put(topic, random.nextInt(15) == 0 ? random.nextInt(at + 1) : at + 1);
            unfinished.removeIf(
                    name -> next.getOrDefault(name, 0) == topics.get(name).size());
        }
        return seen;
    }

    /** Any order at all, some records twice. */
    List<TopicRecord> shuffled(Random random) {
        var records = new ArrayList<>(inOrder());
        inOrder().stream().filter(_ -> random.nextInt(4) == 0).forEach(records::add);
        Collections.shuffle(records, random);
        return records;
    }

    private static TopicRecord record(Event event, long offset) {
        var headers = new LinkedHashMap<String, String>();
        event.headers().forEach((name, value) -> headers.put(name, new String(value, UTF_8)));
        return new TopicRecord(
                event.topic().topicName(),
                "id-of-" + event.topic().topicName(),
                0,
                offset,
                Instant.EPOCH,
                Optional.of(event.key()),
                Optional.of(event.value()),
                headers);
    }
}
