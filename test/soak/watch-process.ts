/** What the process says that nobody should hear: rejections that nobody caught, and warnings. */
export function watchProcess(): readonly string[] {
  const heard: string[] = [];
  process.on('unhandledRejection', (reason) => heard.push(`unhandled rejection: ${reason}`));
  process.on('warning', ({ name, message }) => {
    if (name !== 'ExperimentalWarning') heard.push(`${name}: ${message}`);
  });
  return heard;
}
