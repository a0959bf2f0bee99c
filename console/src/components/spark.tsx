/** A trend in the height of a line of text; its numbers stand beside it, so that it is decoration. */
export function Spark({
  values,
  width = 96,
  height = 20,
}: {
  values: readonly number[];
  width?: number;
  height?: number;
}) {
  const most = Math.max(1, ...values);
  const step = width / Math.max(1, values.length);
  return (
    <svg width={width} height={height} aria-hidden="true" style={{ display: 'block' }}>
      {values.map((value, index) => {
        const tall = value === 0 ? 1 : Math.max(2, (value / most) * height);
        return (
          <rect
            key={index}
            x={index * step}
            y={height - tall}
            width={Math.max(1, step - 1)}
            height={tall}
            rx={0.5}
            fill={value === 0 ? 'var(--line-strong)' : 'var(--accent)'}
          />
        );
      })}
    </svg>
  );
}
