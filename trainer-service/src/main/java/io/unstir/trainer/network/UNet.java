package io.unstir.trainer.network;

import io.unstir.trainer.tensor.Ops;
import io.unstir.trainer.tensor.ParameterSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The U-Net: Ho et al. 2020's (appendix B), by default with adaptive group normalisation (Dhariwal and Nichol 2021) and, with text,
 * cross-attention to the caption (Rombach et al. 2022).
 */
public final class UNet implements Network {
    private final Conv input;
    private final ConditioningEmbedding embedding;
    private final List<Level> down;
    private final ResidualBlock middle1;
    private final AttentionBlock middleAttention;
    private final ResidualBlock middle2;
    private final List<Level> up;
    private final Norm outputNorm;
    private final Conv output;
    private final UNetConfig config;
    private final Ports ports;
    private final int textWidth;

    /** Blocks at one resolution; {@code attentions} is empty or as long as {@code blocks}; {@code resize} is null at the ends. */
    private record Level(List<ResidualBlock> blocks, List<AttentionBlock> attentions, Conv resize) implements Layer {
        <T> T step(Ops<T> ops, int i, T x, T embedding, T text) {
            T h = blocks.get(i).apply(ops, x, embedding);
            return attentions.isEmpty() ? h : attentions.get(i).apply(ops, h, text);
        }

        @Override
        public void declare(Consumer<ParameterSpec> parameters) {
            blocks.forEach(block -> block.declare(parameters));
            attentions.forEach(attention -> attention.declare(parameters));
            if (resize != null) {
                resize.declare(parameters);
            }
        }
    }

    public UNet(UNetConfig config, Ports ports) {
        this.config = config;
        this.ports = ports;
        textWidth = ports.conditioning() instanceof Conditioning.Text text ? text.width() : 0;
        int first = config.channels().getFirst();
        int last = config.channels().getLast();
        int width = 4 * first;
        input = Conv.of("input", ports.imageChannels(), first, 3, 1);
        embedding = ConditioningEmbedding.of("embedding", first, ports.conditioning(), width);
        var skips = new ArrayDeque<Integer>();
        skips.push(first);
        down = downLevels(width, skips);
        middle1 = ResidualBlock.of("middle.0", last, last, width, config);
        middleAttention = AttentionBlock.of("middle.attention", last, textWidth, config.heads());
        middle2 = ResidualBlock.of("middle.1", last, last, width, config);
        up = upLevels(width, skips);
        outputNorm = Norm.of("output.norm", first);
        output = Conv.zero("output", first, ports.outputChannels(), 3);
    }

    @Override
    public <T> T apply(Ops<T> ops, T sample, T timestep, T condition) {
        T e = embedding.apply(ops, timestep, condition);
        T h = input.apply(ops, sample);
        var skips = new ArrayDeque<T>();
        skips.push(h);
        for (Level level : down) {
            for (int i = 0; i < level.blocks().size(); i++) {
                h = level.step(ops, i, h, e, condition);
                skips.push(h);
            }
            if (level.resize() != null) {
                h = level.resize().apply(ops, h);
                skips.push(h);
            }
        }
        h = middle2.apply(ops, middleAttention.apply(ops, middle1.apply(ops, h, e), condition), e);
        for (Level level : up) {
            for (int i = 0; i < level.blocks().size(); i++) {
                h = level.step(ops, i, ops.concat(h, skips.pop()), e, condition);
            }
            if (level.resize() != null) {
                h = level.resize().apply(ops, ops.upsampleNearest(h));
            }
        }
        return output.apply(ops, ops.silu(outputNorm.group(ops, h)));
    }

    @Override
    public List<ParameterSpec> parameters() {
        var parameters = new ArrayList<ParameterSpec>();
        Consumer<ParameterSpec> add = parameters::add;
        input.declare(add);
        embedding.declare(add);
        down.forEach(level -> level.declare(add));
        middle1.declare(add);
        middleAttention.declare(add);
        middle2.declare(add);
        up.forEach(level -> level.declare(add));
        outputNorm.declare(add);
        output.declare(add);
        return List.copyOf(parameters);
    }

    @Override
    public Ports ports() {
        return ports;
    }

    @Override
    public Map<String, Object> description() {
        var description = new LinkedHashMap<String, Object>();
        description.put("_class_name", "UNet");
        description.put("in_channels", ports.imageChannels());
        description.put("out_channels", ports.outputChannels());
        description.put("block_out_channels", config.channels());
        description.put("layers_per_block", config.blocks());
        description.put("attention_levels", config.attentionLevels());
        description.put("attention_heads", config.heads());
        description.put("dropout", config.dropout());
        description.put("time_conditioning", config.timeConditioning().name().toLowerCase(Locale.ROOT));
        switch (ports.conditioning()) {
            case Conditioning.None() -> {}
            case Conditioning.Classes(var names) -> description.put("num_class_embeds", names.size() + 1);
            case Conditioning.Text text -> description.put("cross_attention_dim", text.width());
        }
        return description;
    }

    private List<Level> downLevels(int width, ArrayDeque<Integer> skips) {
        var levels = new ArrayList<Level>();
        int channels = skips.peek();
        for (int l = 0; l < config.channels().size(); l++) {
            int out = config.channels().get(l);
            var blocks = new ArrayList<ResidualBlock>();
            for (int i = 0; i < config.blocks(); i++) {
                blocks.add(ResidualBlock.of("down.%d.%d".formatted(l, i), channels, out, width, config));
                channels = out;
                skips.push(channels);
            }
            boolean isLast = l == config.channels().size() - 1;
            Conv resize = isLast ? null : Conv.of("down.%d.resize".formatted(l), channels, channels, 3, 2);
            if (!isLast) {
                skips.push(channels);
            }
            levels.add(new Level(List.copyOf(blocks), attentions("down", l, config.blocks()), resize));
        }
        return List.copyOf(levels);
    }

    private List<Level> upLevels(int width, ArrayDeque<Integer> skips) {
        var levels = new ArrayList<Level>();
        int channels = config.channels().getLast();
        for (int l = config.channels().size() - 1; l >= 0; l--) {
            int out = config.channels().get(l);
            var blocks = new ArrayList<ResidualBlock>();
            for (int i = 0; i < config.blocks() + 1; i++) {
                blocks.add(ResidualBlock.of("up.%d.%d".formatted(l, i), channels + skips.pop(), out, width, config));
                channels = out;
            }
            Conv resize = l == 0 ? null : Conv.of("up.%d.resize".formatted(l), channels, channels, 3, 1);
            levels.add(new Level(List.copyOf(blocks), attentions("up", l, config.blocks() + 1), resize));
        }
        return List.copyOf(levels);
    }

    private List<AttentionBlock> attentions(String side, int level, int count) {
        if (!config.attentionLevels().contains(level)) {
            return List.of();
        }
        var attentions = new ArrayList<AttentionBlock>();
        for (int i = 0; i < count; i++) {
            attentions.add(AttentionBlock.of(
                    "%s.%d.%d.attention".formatted(side, level, i),
                    config.channels().get(level),
                    textWidth,
                    config.heads()));
        }
        return List.copyOf(attentions);
    }
}
