package io.unstir.local.system;

import io.unstir.local.LocalFailure;
import io.unstir.local.process.Ports;
import java.util.stream.IntStream;

/** Which port each service has, counted from one base. */
public record PortPlan(int base) {
    public static final int DEFAULT_BASE = 7600;

    /** The last ports belong to the samplers. */
    private static final int SPAN = 10 + LocalSystem.MOST_SAMPLERS;

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

    public int gateway() {
        return base;
    }

    public int storage() {
        return base + 1;
    }

    int trainer() {
        return base + 2;
    }

    public int kafka() {
        return base + 3;
    }

    int kafkaController() {
        return base + 4;
    }

    public int postgres() {
        return base + 5;
    }

    int sampler(int number) {
        return base + 10 + number;
    }
}
