package io.unstir.local.system;

import io.unstir.local.LocalFailure;
import io.unstir.local.process.Ports;
import java.util.stream.IntStream;

/** Which port each service has, counted from one base. */
public record PortPlan(int base) {
    public static final int DEFAULT_BASE = 7600;

    private static final int FIRST_SAMPLER = 10;
    private static final int SECOND_GATEWAY = FIRST_SAMPLER + Samplers.MOST;
    private static final int SPAN = SECOND_GATEWAY + Topology.MOST_GATEWAYS - 1;

    private static final int LOWEST = 1024;
    /** Below the ports that systems give to outgoing connections. */
    private static final int FIRST_UNUSED = 17_600;

    private static final int HIGHEST = 65535 - SPAN;

    public PortPlan {
        if (base < LOWEST || base > HIGHEST) {
            throw new IllegalArgumentException(
                    "--port-base is " + base + ", it must be from " + LOWEST + " to " + HIGHEST);
        }
    }

    /** Ports that nobody listens on now, for a system that lives for one command beside another. */
    public static PortPlan unused() {
        return IntStream.iterate(FIRST_UNUSED, base -> base < HIGHEST, base -> base + SPAN)
                .filter(base -> IntStream.range(base, base + SPAN).allMatch(Ports::isFree))
                .mapToObj(PortPlan::new)
                .findFirst()
                .orElseThrow(() -> new LocalFailure("no " + SPAN + " free ports in a row"));
    }

    /** Of the first gateway. */
    public int gateway() {
        return base;
    }

    /** @param number from 0 */
    int gateway(int number) {
        return number == 0 ? base : base + SECOND_GATEWAY + number - 1;
    }

    public int storage() {
        return base + 1;
    }

    int trainer() {
        return base + 2;
    }

    /** Of the first broker. */
    public int kafka() {
        return kafka(1);
    }

    /** @param broker from 1; the others have the ports after the database's */
    int kafka(int broker) {
        return broker == 1 ? base + 3 : base + 2 * broker + 2;
    }

    int kafkaController(int broker) {
        return kafka(broker) + 1;
    }

    public int postgres() {
        return base + 5;
    }

    /** @param number from 0 */
    int sampler(int number) {
        return base + FIRST_SAMPLER + number;
    }
}
