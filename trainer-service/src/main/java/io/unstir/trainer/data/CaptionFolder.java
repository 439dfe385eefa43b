package io.unstir.trainer.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.unstir.trainer.config.TrainingConfig;
import io.unstir.trainer.data.CaptionIndex.Item;
import io.unstir.trainer.network.Conditioning;
import io.unstir.trainer.text.TextEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Images with captions from a folder, all in memory. Captions are kept without their zero rows, and equal ones once. A few
 * broken files (5 % of the set) are left out and listed; more are an error.
 */
public final class CaptionFolder implements TrainingData {
    private static final double TOLERATED_SHARE = 0.05;
    private static final int NAMED_FILES = 10;

    private final int imageSize;
    private final int maxTokens;
    private final List<Pair> pairs;
    private final List<String> broken;
    private final float[] emptyCaption;
    private final String digest;

    /** Hears how far loading is, from one thread at a time. */
    @FunctionalInterface
    public interface LoadingListener {
        void loaded(int done, int total);
    }

    /** What became of one line of the index. */
    private sealed interface Loaded {}

    private record Pair(Item item, byte[] fileDigest, float[] image, float[] caption) implements Loaded {}

    private record Broken(String description) implements Loaded {}

    /**
     * Reads {@code config.folder()}, several files at a time.
     *
     * @param encoder with {@code config.maxTokens()} rows; needed only while loading
     * @throws DatasetException naming what is missing or broken
     */
    public static CaptionFolder load(TrainingConfig.Data config, TextEncoder encoder, LoadingListener listener) {
        List<Item> items = CaptionIndex.read(config.folder()).items();
        var decoder = new ImageDecoder(config.imageSize());
        var captions = new ConcurrentHashMap<String, float[]>();
        var progress = new Progress(items.size(), listener);
        List<Loaded> loaded = items.parallelStream()
                .map(item -> {
                    Loaded result = load(item, decoder, caption -> captions.computeIfAbsent(caption, encoder::rows));
                    progress.add();
                    return result;
                })
                .toList();
        return new CaptionFolder(config, encoder, loaded);
    }

    private static Loaded load(Item item, ImageDecoder decoder, Function<String, float[]> captions) {
        try {
            byte[] bytes = Files.readAllBytes(item.file());
            return new Pair(item, sha256().digest(bytes), decoder.decode(bytes), captions.apply(item.caption()));
        } catch (IOException e) {
            return new Broken(item.name() + " (" + cause(e) + ")");
        }
    }

    private CaptionFolder(TrainingConfig.Data config, TextEncoder encoder, List<Loaded> loaded) {
        imageSize = config.imageSize();
        maxTokens = encoder.maxTokens();
        emptyCaption = encoder.rows("");
        var good = new ArrayList<Pair>();
        var bad = new ArrayList<String>();
        for (Loaded one : loaded) {
            switch (one) {
                case Pair pair -> good.add(pair);
                case Broken(String description) -> bad.add(description);
            }
        }
        pairs = List.copyOf(good);
        broken = List.copyOf(bad);
        refuseTooManyBroken();
        digest = digest(pairs);
    }

    private static String digest(List<Pair> pairs) {
        MessageDigest all = sha256();
        for (Pair pair : pairs) {
            add(all, pair.item().name().getBytes(UTF_8));
            add(all, pair.fileDigest());
            add(all, pair.item().caption().getBytes(UTF_8));
        }
        return HexFormat.of().formatHex(all.digest());
    }

    private static final class Progress {
        private final int total;
        private final LoadingListener listener;
        private int done;

        Progress(int total, LoadingListener listener) {
            this.total = total;
            this.listener = listener;
        }

        synchronized void add() {
            done++;
            listener.loaded(done, total);
        }
    }

    /** Names of the files that were left out, with the reason. */
    public List<String> broken() {
        return broken;
    }

    @Override
    public int size() {
        return pairs.size();
    }

    @Override
    public int channels() {
        return ImageDecoder.CHANNELS;
    }

    @Override
    public int imageSize() {
        return imageSize;
    }

    @Override
    public Conditioning conditioning() {
        return new Conditioning.Text(maxTokens, TextEncoder.WIDTH);
    }

    @Override
    public void copyImage(int index, float[] target, int offset) {
        float[] image = pairs.get(index).image();
        System.arraycopy(image, 0, target, offset, image.length);
    }

    @Override
    public void copyCondition(int index, float[] target, int offset) {
        copyRows(pairs.get(index).caption(), target, offset);
    }

    @Override
    public List<String> categories() {
        return List.of();
    }

    @Override
    public int category(int index) {
        throw new IllegalStateException("This data set has no categories");
    }

    @Override
    public void copyNoCondition(float[] target, int offset) {
        copyRows(emptyCaption, target, offset);
    }

    @Override
    public String digest() {
        return digest;
    }

    private void copyRows(float[] rows, float[] target, int offset) {
        System.arraycopy(rows, 0, target, offset, rows.length);
        Arrays.fill(target, offset + rows.length, offset + maxTokens * TextEncoder.WIDTH, 0);
    }

    private void refuseTooManyBroken() {
        int total = pairs.size() + broken.size();
        if (pairs.isEmpty() || broken.size() > TOLERATED_SHARE * total) {
            String named = broken.stream().limit(NAMED_FILES).collect(Collectors.joining(", "));
            String more = broken.size() > NAMED_FILES ? " and " + (broken.size() - NAMED_FILES) + " more" : "";
            throw new DatasetException("%d of %d images can't be used, at most %.0f %% may: %s%s"
                    .formatted(broken.size(), total, 100 * TOLERATED_SHARE, named, more));
        }
    }

    private static String cause(IOException e) {
        return e instanceof NoSuchFileException ? "missing" : e.getMessage();
    }

    /** With its length, so that no two sequences of parts have the same bytes. */
    private static void add(MessageDigest digest, byte[] part) {
        digest.update((part.length + ":").getBytes(UTF_8));
        digest.update(part);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
