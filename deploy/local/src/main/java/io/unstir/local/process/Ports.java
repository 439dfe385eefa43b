package io.unstir.local.process;

import io.unstir.local.LocalFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Looks whether ports are free before anything starts, so that the answer names who wants which. */
public final class Ports {
    private Ports() {}

    /** @param wanted who wants it, by port */
    public static void requireFree(Map<Integer, String> wanted) {
        List<String> taken = new ArrayList<>();
        wanted.forEach((port, service) -> {
            if (!isFree(port)) {
                taken.add("port " + port + ", wanted by " + service + ", is in use by "
                        + PortHolder.of(port).map(PortHolder::toString).orElse("another process"));
            }
        });
        if (!taken.isEmpty()) {
            throw new LocalFailure(String.join("\n", taken)
                    + "\nstop what holds it, or choose other ports with --port-base N (now "
                    + wanted.keySet().stream().mapToInt(Integer::intValue).min().orElseThrow() + ")");
        }
    }

    public static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
