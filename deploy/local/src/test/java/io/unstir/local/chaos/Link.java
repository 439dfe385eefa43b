package io.unstir.local.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A TCP connection's way from one process to another, which can be cut and slowed. While it is cut nothing gets through and nobody is told;
 * what was on its way arrives when it heals, as late as that may be.
 */
final class Link implements AutoCloseable {
    private static final int BUFFER = 16 * 1024;

    private final String name;
    private final ServerSocket entrance;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicLong carried = new AtomicLong();
    private final AtomicLong heldUp = new AtomicLong();
    private final AtomicLong delayed = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition healed = lock.newCondition();
    private boolean cut;
    private volatile int target;
    private volatile Duration delay = Duration.ZERO;

    /** @param target port on this machine */
    Link(String name, int target) throws IOException {
        this.name = name;
        this.target = target;
        this.entrance = new ServerSocket();
        entrance.setReuseAddress(true);
        entrance.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        Thread.ofPlatform().daemon().name("link-" + name).start(this::accept);
    }

    String name() {
        return name;
    }

    /** Where to connect to instead. */
    int port() {
        return entrance.getLocalPort();
    }

    /** Bytes that came through, both ways. */
    long carried() {
        return carried.get();
    }

    /** How often something had to wait until the link was whole again. */
    long heldUp() {
        return heldUp.get();
    }

    /** How many packets came later than they were sent. */
    long delayed() {
        return delayed.get();
    }

    void cut() {
        lock.lock();
        try {
            cut = true;
        } finally {
            lock.unlock();
        }
    }

    /** Every packet comes so much later. */
    void slow(Duration by) {
        delay = by;
    }

    /** Connections from now on go to another port of this machine; those there are stay where they are. */
    void lead(int newTarget) {
        target = newTarget;
    }

    /** Ends the connections there are; returns how many ends they had. */
    int reset() {
        List<Socket> open = List.copyOf(sockets);
        open.forEach(Link::abort);
        return open.size();
    }

    void heal() {
        delay = Duration.ZERO;
        lock.lock();
        try {
            cut = false;
            healed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        heal();
        reset();
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket near = entrance.accept();
                Thread.ofVirtual().start(() -> connect(near));
            } catch (IOException e) {
                // Closed.
            }
        }
    }

    private void connect(Socket near) {
        var far = new Socket();
        sockets.add(near);
        sockets.add(far);
        try {
            awaitHealed();
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
            far.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
            Thread back = Thread.ofVirtual().start(() -> carry(far, near));
            carry(near, far);
            back.join();
        } catch (IOException e) {
            // Nobody listens there: the near side learns it from the end of its connection.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            abort(near);
            abort(far);
            sockets.remove(near);
            sockets.remove(far);
        }
    }

    private void carry(Socket from, Socket to) {
        var buffer = new byte[BUFFER];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                if (!delay.isZero()) {
                    delayed.incrementAndGet();
                    Thread.sleep(delay);
                }
                awaitHealed();
                out.write(buffer, 0, length);
                carried.addAndGet(length);
            }
            awaitHealed();
            to.shutdownOutput();
        } catch (IOException e) {
            abort(from);
            abort(to);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitHealed() throws InterruptedException {
        lock.lock();
        try {
            if (cut) {
                heldUp.incrementAndGet();
            }
            while (cut) {
                healed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** With a reset, where anything is still on its way. */
    private static void abort(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // It has ended already.
        }
    }
}
