package io.unstir.local.broker;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The brokers of one cluster; each is controller, too.
 *
 * @param clusterId what Kafka calls the cluster, in each broker's folder too
 */
public record Brokers(String clusterId, List<Node> nodes) {
    /** A cluster outlives the loss of less than half of its controllers: two brokers would be no safer than one. */
    private static final List<Integer> SIZES = List.of(1, 3);

    /**
     * @param id from 1
     * @param port where clients and the other brokers reach it
     */
    public record Node(int id, int port, int controllerPort) {
        String address() {
            return "127.0.0.1:" + port;
        }

        private static Node parse(String text) {
            String[] numbers = text.split(":");
            return new Node(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]), Integer.parseInt(numbers[2]));
        }

        @Override
        public String toString() {
            return id + ":" + port + ":" + controllerPort;
        }
    }

    /** Of what {@link #toString} wrote. */
    static Brokers parse(String text) {
        String[] words = text.split(",");
        return new Brokers(
                words[0], Arrays.stream(words).skip(1).map(Node::parse).toList());
    }

    public Brokers {
        nodes = List.copyOf(nodes);
        if (!SIZES.contains(nodes.size())) {
            throw new IllegalArgumentException("brokers are " + nodes.size() + ", they must be 1 or 3");
        }
    }

    /** A list of servers as Kafka's clients take it. */
    public String bootstrapServers() {
        return nodes.stream().map(Node::address).collect(Collectors.joining(","));
    }

    String voters() {
        return nodes.stream()
                .map(node -> node.id() + "@127.0.0.1:" + node.controllerPort())
                .collect(Collectors.joining(","));
    }

    /** As one word of a command line: the cluster's id, then each broker's id and ports. */
    @Override
    public String toString() {
        return clusterId + nodes.stream().map(node -> "," + node).collect(Collectors.joining());
    }

    /** How many brokers keep each record. */
    short copies() {
        return (short) nodes.size();
    }

    /** How many of them have a record when it is acknowledged, at least. */
    int copiesInSync() {
        return nodes.size() / 2 + 1;
    }
}
