export const Panel = () => (
  <Board prompt="panel 3, the sold step, price tag blank" negative={'logos'}>
    Text between tags, it's not read: "quoted?"
    {/* remark: ask Salome */}
    {`panel 4, ${lamp} by night`}
  </Board>
);
