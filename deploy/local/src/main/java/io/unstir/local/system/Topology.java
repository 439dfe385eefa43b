package io.unstir.local.system;

import java.util.OptionalInt;

/**
 * How many of each there are in a system on one machine.
 *
 * @param brokers 1 or 3; empty: what the data folder has, 1 where it is new
 */
public record Topology(Samplers samplers, int gateways, OptionalInt brokers) {
    public static final int MOST_GATEWAYS = 4;

    /** @throws IllegalArgumentException naming the option, its value and its limits */
    public Topology {
        if (gateways < 1 || gateways > MOST_GATEWAYS) {
            throw new IllegalArgumentException("--gateways is " + gateways + ", it must be from 1 to " + MOST_GATEWAYS);
        }
        if (brokers.isPresent() && brokers.getAsInt() != 1 && brokers.getAsInt() != 3) {
            throw new IllegalArgumentException("--brokers is " + brokers.getAsInt() + ", it must be 1 or 3");
        }
    }

    /** One of all else. */
    public static Topology of(Samplers samplers) {
        return new Topology(samplers, 1, OptionalInt.empty());
    }
}
