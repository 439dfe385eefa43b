package io.unstir.storage.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.unstir.proto.Topic;
import io.unstir.storage.fixture.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** Records at their places in the topics, and the ways in which a consumer may come to see them. */
public record KafkaLog(SortedMap<Place, List<TopicRecord>> partitions) {

    /** One partition of a topic. */
    public record Place(Topic topic, int partition) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            return Comparator.comparing(Place::topic)
                    .thenComparing(Place::partition)
                    .compare(this, other);
        }
    }

    /** Topics of one partition. */
    public static KafkaLog of(List<Event> events) {
        return of(events, 1);
    }

    /** @param partitions of each topic, among which the records lie by their keys */
    static KafkaLog of(List<Event> events, int partitions) {
        var log = new TreeMap<Place, List<TopicRecord>>();
        for (var event : events) {
            var place = new Place(event.topic(), Math.floorMod(Arrays.hashCode(event.key()), partitions));
            var records = log.computeIfAbsent(place, _ -> new ArrayList<>());
            records.add(record(event, place.partition(), records.size()));
        }
        return new KafkaLog(log);
    }

    /** Partition after partition. */
    public List<TopicRecord> inOrder() {
        return partitions.values().stream().flatMap(List::stream).toList();
    }

    /** Each partition in its order, mixed with the others at random; now and then one goes back and reads again. */
    List<TopicRecord> interleavedWithReplays(Random random) {
        var seen = new ArrayList<TopicRecord>();
        var next = new HashMap<Place, Integer>();
        var unfinished = new ArrayList<>(partitions.keySet());
        while (!unfinished.isEmpty()) {
            var place = unfinished.get(random.nextInt(unfinished.size()));
            int at = next.getOrDefault(place, 0);
            seen.add(partitions.get(place).get(at));
            next.put(place, random.nextInt(15) == 0 ? random.nextInt(at + 1) : at + 1);
            unfinished.removeIf(
                    name -> next.getOrDefault(name, 0) == partitions.get(name).size());
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

    private static TopicRecord record(Event event, int partition, long offset) {
        var headers = new LinkedHashMap<String, String>();
        event.headers().forEach((name, value) -> headers.put(name, new String(value, UTF_8)));
        return new TopicRecord(
                event.topic().topicName(),
                "id-of-" + event.topic().topicName(),
                partition,
                offset,
                Instant.EPOCH,
                Optional.of(event.key()),
                Optional.of(event.value()),
                headers);
    }
}
