//Maya ASCII 2016 scene
//Name: legacy_files.ma
//Codeset: UTF-8
currentUnit -l centimeter -a degree -t film;
fileInfo "application" "maya";
createNode transform -n "shotCam";
createNode camera -n "shotCamShape" -p "shotCam";
	setAttr -k off ".v";
requires maya "2016";
createNode renderLayerManager -n "renderLayerManager";
	setAttr -s 4 ".rlmi[1:3]"  1 2 3;
createNode renderLayer -n "defaultRenderLayer";
	setAttr ".g" yes;
createNode file -n "sky";
	setAttr ".ftn" -type "string" "sourceimages/day.png";
createNode renderLayer -n "night";
	setAttr ".do" 1;
	setAttr ".adjs[0].val" -type "string" "sourceimages/night.0001.png";
createNode renderLayer -n "nightAgain";
	setAttr ".do" 2;
	setAttr ".adjs[0].val" -type "string" "sourceimages/night.0001.png";
createNode renderLayer -n "resting";
	setAttr ".do" 3;
	setAttr ".rndr" no;
	setAttr ".adjs[0].val" -type "string" "sourceimages/off.png";
connectAttr "renderLayerManager.rlmi[0]" "defaultRenderLayer.rlid";
connectAttr "renderLayerManager.rlmi[1]" "night.rlid";
connectAttr "renderLayerManager.rlmi[2]" "nightAgain.rlid";
connectAttr "renderLayerManager.rlmi[3]" "resting.rlid";
connectAttr "sky.ftn" "night.adjs[0].plg";
connectAttr "sky.ftn" "nightAgain.adjs[0].plg";
connectAttr "sky.ftn" "resting.adjs[0].plg";
// End of legacy_files.ma
